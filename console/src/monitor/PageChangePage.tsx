// A home page before and after it came to read otherwise: its pictures, the places that changed, the text that went and
// came. All of that is the pages' own word: it is shown as text, in frames that say so.
import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Descriptions, Skeleton, Tag } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router-dom';
import { answer, api, apiBase, type Schemas } from '../api/client';
import { Foreign, OutsideLink } from '../frame/Foreign';
import { HostName } from '../frame/HostName';
import { absolute } from '../frame/moments';
import { PageHead } from '../frame/PageHead';
import { ProblemNote } from '../frame/ProblemNote';
import { useCounts, useLanguage, useWords } from '../language/LanguageContext';
import { categoryTerms } from '../language/terms';
import { useTerm } from '../language/useTerm';
import { changeGradeTerms, changeKindTerms, pageChangeWords } from './pageChangeWords';

type Detail = Schemas['PageChangeDetail'];
type Kept = Schemas['KeptPage'];
type Comparison = Schemas['PageComparison'];
type Side = 'before' | 'after';

const kGradeColours = { same: 'default', routine: 'green', notable: 'gold', tampered: 'red' } as const;

function Sides({ children }: { children: (side: Side) => ReactNode }) {
  const t = useWords(pageChangeWords);
  return (
    <div className="hb-sides">
      {(['before', 'after'] as const).map((side) => (
        <section key={side} className={`hb-side hb-side-${side}`} aria-label={t(side)}>
          <h3>{t(side)}</h3>
          {children(side)}
        </section>
      ))}
    </div>
  );
}

// Before and after are told apart by minutes: never "2 hours ago".
function useExact() {
  const { language } = useLanguage();
  return (at: string) => absolute(at, language);
}

function PageFacts({ page }: { page: Kept }) {
  const t = useWords(pageChangeWords);
  const count = useCounts();
  const exact = useExact();
  const state = { kept: null, too_large: t('tooLarge'), dropped: t('dropped') }[page.kept];
  return (
    <>
      <Descriptions
        size="small"
        column={1}
        items={[
          {
            key: 'stood',
            label: t('stood'),
            children: `${exact(page.at)} – ${page.until ? exact(page.until) : t('stands')}`,
          },
          { key: 'url', label: t('address'), children: <OutsideLink address={page.url} /> },
          { key: 'bytes', label: t('bytes'), children: `${count(page.bytes)} B` },
        ]}
      />
      {page.accused && <Tag color="error">{t('accused')}</Tag>}
      {state && <div className="hb-soft">{state}</div>}
    </>
  );
}

function PageDrawn({ page, address }: { page: Kept; address: string }) {
  const t = useWords(pageChangeWords);
  const exact = useExact();
  if (!page.picture) return <div className="hb-soft">{t('noPicture')}</div>;
  return (
    <>
      <div className="hb-soft">{exact(page.picture.taken_at)}</div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <div className="hb-picture" tabIndex={0}>
        <a href={address} target="_blank" rel="noreferrer">
          <img
            src={address}
            width={page.picture.width}
            height={page.picture.height}
            loading="lazy"
            alt={t('pictureAlt')}
          />
        </a>
      </div>
    </>
  );
}

// "dark-link.hidden-list: what": the category in words, then what it is about.
function useSaid() {
  const term = useTerm();
  return (kind: string, said: string) => {
    const category = said.slice(0, Math.max(said.indexOf('.'), 0));
    const about = said.slice(said.indexOf(': ') + 2);
    return kind === 'finding' && category in categoryTerms ? `${term(categoryTerms, category)}: ${about}` : said;
  };
}

function Places({ comparison }: { comparison: Comparison }) {
  const t = useWords(pageChangeWords);
  const term = useTerm();
  const said = useSaid();
  if (comparison.changes.length === 0) return <span className="hb-soft">{t('samePlaces')}</span>;
  return (
    <ul className="hb-changes">
      {comparison.changes.map((change, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two changes may be alike in all they say
        <li key={at}>
          <strong>{term(changeKindTerms, change.kind)}</strong>
          <div className="hb-before-after">
            {(['before', 'after'] as const).map((side) => (
              <div key={side} className="hb-snippet">
                <span className="hb-soft">{t(side)}</span>{' '}
                {change[side] === null ? (
                  <span className="hb-faint">{t('nothing')}</span>
                ) : (
                  <Foreign>{said(change.kind, change[side])}</Foreign>
                )}
              </div>
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Lines({ of, tone }: { of: string[]; tone: 'gone' | 'come' }) {
  const t = useWords(pageChangeWords);
  if (of.length === 0) return <div className="hb-soft">{t('nothing')}</div>;
  return (
    <ul className={`hb-lines hb-lines-${tone}`}>
      {of.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same line may stand twice
        <li key={at}>
          <Foreign>{line}</Foreign>
        </li>
      ))}
    </ul>
  );
}

function Compared({ change }: { change: Detail }) {
  const t = useWords(pageChangeWords);
  const term = useTerm();
  const { language } = useLanguage();
  const comparison = change.comparison;
  if (!comparison)
    return (
      <Alert
        type="info"
        showIcon
        title={change.not_compared ? t('readerFailed') : t('cannotCompare')}
        description={change.not_compared?.[language]}
      />
    );
  const quiet = comparison.gone.length + comparison.come.length === 0;
  return (
    <>
      <Card
        size="small"
        title={t('places')}
        extra={
          <span>
            <span className="hb-soft">{t('grade')}</span>{' '}
            <Tag color={kGradeColours[comparison.grade]}>{term(changeGradeTerms, comparison.grade)}</Tag>
          </span>
        }
      >
        <Places comparison={comparison} />
      </Card>
      <Card size="small" title={t('lines')}>
        {quiet ? (
          <span className="hb-soft">{t('sameLines')}</span>
        ) : (
          <Sides>
            {(side) =>
              side === 'before' ? (
                <Lines of={comparison.gone} tone="gone" />
              ) : (
                <Lines of={comparison.come} tone="come" />
              )
            }
          </Sides>
        )}
        {comparison.cut && <div className="hb-soft">{t('cut')}</div>}
      </Card>
    </>
  );
}

export function PageChangePage() {
  const t = useWords(pageChangeWords);
  const count = useCounts();
  const exact = useExact();
  const params = useParams();
  const site = Number(params.id);
  const id = Number(params.change);
  const query = useQuery({
    queryKey: ['page-change', site, id],
    staleTime: Number.POSITIVE_INFINITY, // what is kept of a change only ever goes
    queryFn: () => answer(api.GET('/sites/{id}/page-changes/{change}', { params: { path: { id: site, change: id } } })),
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton active paragraph={{ rows: 8 }} />;
  const change = query.data;
  const pictured = change.before.picture !== null || change.after.picture !== null;
  return (
    <>
      <PageHead
        title={t('title')}
        note={
          <span>
            <Link to={`/sites/${site}?tab=timeline`}>
              <Foreign>{change.site.name || `#${site}`}</Foreign>
            </Link>{' '}
            · <HostName host={change.host} port={change.port} /> · {exact(change.at)}
          </span>
        }
        actions={
          <Link to={`/sites/${site}?tab=timeline`}>
            <Button icon={<ArrowLeftOutlined />}>{t('backToSite')}</Button>
          </Link>
        }
      />
      <div className="hb-stack">
        {change.unkept > 0 && <Alert type="info" showIcon title={t('unkept', { n: count(change.unkept) })} />}
        <Card size="small">
          <Sides>{(side) => <PageFacts page={change[side]} />}</Sides>
        </Card>
        <Compared change={change} />
        <Card
          size="small"
          title={t('pictures')}
          extra={pictured && <span className="hb-soft">{t('pictureNote')}</span>}
        >
          <Sides>
            {(side) => (
              <PageDrawn page={change[side]} address={`${apiBase}/sites/${site}/page-changes/${id}/${side}.png`} />
            )}
          </Sides>
        </Card>
      </div>
    </>
  );
}
