// What stands round every page: menu, head, the lab banner, and what is running.
import {
  ApartmentOutlined,
  AuditOutlined,
  BellOutlined,
  ClusterOutlined,
  DashboardOutlined,
  ExperimentOutlined,
  EyeOutlined,
  FileExcelOutlined,
  GlobalOutlined,
  MenuOutlined,
  RadarChartOutlined,
  SafetyCertificateOutlined,
  SettingOutlined,
  TeamOutlined,
  UserOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Drawer, Dropdown, Grid, Layout, Menu, type MenuProps, Modal, Progress } from 'antd';
import { Suspense, useState } from 'react';
import { Link, Outlet, useLocation, useNavigation } from 'react-router-dom';
import { PasswordForm } from '../access/PasswordForm';
import { useEnterSession, useMay, useMayEverywhere, useSession } from '../access/session';
import { answer, api } from '../api/client';
import { shape } from '../app/tokens';
import { useWords } from '../language/LanguageContext';
import { useAbout, useOverview } from '../report/overview';
import { Foreign } from './Foreign';
import { LanguageSwitch, SchemeSwitch } from './Switches';
import { useReachableScroll } from './useReachableScroll';
import { Waiting } from './Waiting';
import { frameWords } from './words';

function useRoomItems(): MenuProps['items'] {
  const t = useWords(frameWords);
  const may = useMay();
  const everywhere = useMayEverywhere();
  const item = (key: keyof typeof frameWords, path: string, icon: React.ReactNode) => ({
    key: path,
    icon,
    label: <Link to={path}>{t(key)}</Link>,
  });
  const seen = [
    item('overview', '/overview', <DashboardOutlined />),
    item('watch', '/watch', <EyeOutlined />),
    item('findings', '/findings', <WarningOutlined />),
    item('waves', '/waves', <ClusterOutlined />),
    item('sites', '/sites', <GlobalOutlined />),
    item('organisations', '/organisations', <ApartmentOutlined />),
    ...(everywhere('import') ? [item('imports', '/imports', <FileExcelOutlined />)] : []),
    item('inspection', '/inspection', <SafetyCertificateOutlined />),
    item('rounds', '/rounds', <RadarChartOutlined />),
    ...(everywhere('see') ? [item('notice', '/notice', <BellOutlined />)] : []),
  ];
  return [
    ...(may('see') ? seen : []),
    ...(may('see_accounts') ? [item('accounts', '/accounts', <TeamOutlined />)] : []),
    ...(may('read_audit') ? [item('audit', '/audit', <AuditOutlined />)] : []),
    item('settings', '/settings', <SettingOutlined />),
  ];
}

function Brand() {
  const t = useWords(frameWords);
  return (
    <Link to="/" className="hb-brand">
      <img src="/pillar.svg" alt="" width={28} height={28} />
      <span>{t('product')}</span>
    </Link>
  );
}

function RoomMenu({ onChosen }: { onChosen?: () => void }) {
  const t = useWords(frameWords);
  const items = useRoomItems();
  const { pathname } = useLocation();
  return (
    <nav aria-label={t('menu')}>
      <Menu
        mode="inline"
        items={items}
        selectedKeys={[`/${pathname.split('/')[1] ?? ''}`]}
        onClick={onChosen}
        className="hb-menu"
      />
    </nav>
  );
}

function LabBanner() {
  const t = useWords(frameWords);
  const lab = useAbout().data?.lab;
  if (!lab) return null;
  return (
    <div className="hb-lab" role="note" data-testid="lab-banner">
      <ExperimentOutlined /> <Foreign>{t('lab', { address: lab })}</Foreign>
    </div>
  );
}

function RunningRound() {
  const t = useWords(frameWords);
  const round = useOverview().data?.running_round;
  if (!round) return null;
  const percent = round.targets > 0 ? Math.floor((100 * round.done) / round.targets) : 0;
  return (
    <Link to={`/rounds/${round.id}`} className="hb-running">
      <Progress type="circle" percent={percent} size={18} showInfo={false} strokeWidth={14} />
      <span>{t('running', { round: round.id, percent })}</span>
    </Link>
  );
}

function AccountMenu() {
  const t = useWords(frameWords);
  const session = useSession().data;
  const enter = useEnterSession();
  const [changing, setChanging] = useState(false);
  const signOut = useMutation({ mutationFn: () => answer(api.DELETE('/session')), onSuccess: () => enter(null) });
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'password', label: t('changePassword'), onClick: () => setChanging(true) },
            { type: 'divider' },
            { key: 'out', label: t('signOut'), onClick: () => signOut.mutate() },
          ],
        }}
      >
        <Button type="text" size="small" icon={<UserOutlined />} aria-label={t('account')} data-testid="account">
          <span className="hb-account-name">
            <Foreign>{session?.account.display_name || session?.account.name || ''}</Foreign>
          </span>
        </Button>
      </Dropdown>
      <Modal
        open={changing}
        title={t('changePassword')}
        footer={null}
        onCancel={() => setChanging(false)}
        destroyOnHidden
        width={420}
      >
        <PasswordForm focus onDone={() => setChanging(false)} />
      </Modal>
    </>
  );
}

function Content() {
  const navigation = useNavigation();
  const busy = navigation.state !== 'idle';
  return (
    <Layout.Content className="hb-page" id="content" tabIndex={-1} aria-busy={busy}>
      <Suspense fallback={<Waiting />}>
        <Outlet />
      </Suspense>
    </Layout.Content>
  );
}

export function Shell() {
  const t = useWords(frameWords);
  const may = useMay();
  const [drawer, setDrawer] = useState(false);
  useReachableScroll();
  const screens = Grid.useBreakpoint();
  const wide = screens.md ?? window.innerWidth >= shape.phone;
  return (
    <Layout className="hb-shell">
      <a href="#content" className="hb-skip">
        {t('skip')}
      </a>
      {wide && (
        <Layout.Sider width={shape.sider} theme="light" className="hb-sider">
          <Brand />
          <RoomMenu />
        </Layout.Sider>
      )}
      <Layout>
        <Layout.Header className="hb-header">
          {!wide && (
            <>
              <Button type="text" icon={<MenuOutlined />} aria-label={t('openMenu')} onClick={() => setDrawer(true)} />
              <Brand />
            </>
          )}
          <span className="hb-tagline">{wide ? t('tagline') : ''}</span>
          {may('see') && <RunningRound />}
          <LanguageSwitch />
          <SchemeSwitch />
          <AccountMenu />
        </Layout.Header>
        <LabBanner />
        <Content />
      </Layout>
      <Drawer
        placement="left"
        open={drawer && !wide}
        onClose={() => setDrawer(false)}
        size={240}
        styles={{ body: { padding: 8 } }}
        title={t('product')}
      >
        <RoomMenu onChosen={() => setDrawer(false)} />
      </Drawer>
    </Layout>
  );
}
