// The watch as a duty room sees it: the live wall, and how the watch keeps its word.
import { Tabs } from 'antd';
import { PageHead } from '../frame/PageHead';
import { useUrlFilters } from '../frame/urlFilters';
import { useWords } from '../language/LanguageContext';
import { CoverageTab } from './CoverageTab';
import { GroupOrdersTab } from './GroupOrdersTab';
import { orderWords } from './orderWords';
import { WallTab } from './WallTab';
import { wallWords } from './wallWords';

const kKeys = ['region', 'tab'] as const;

export function WatchPage() {
  const t = useWords(wallWords);
  const orders = useWords(orderWords);
  const { filters, change } = useUrlFilters(kKeys);
  return (
    <>
      <PageHead title={t('watchRoom')} />
      <Tabs
        activeKey={filters.tab ?? 'wall'}
        onChange={(tab) => change({ tab: tab === 'wall' ? undefined : tab })}
        destroyOnHidden
        items={[
          { key: 'wall', label: t('wall'), children: <WallTab region={filters.region} /> },
          { key: 'coverage', label: t('coverage'), children: <CoverageTab /> },
          { key: 'orders', label: orders('tab'), children: <GroupOrdersTab /> },
        ]}
      />
    </>
  );
}
