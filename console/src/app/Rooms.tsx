// The rooms and their addresses; each room's pages load when they are first entered.
import { Button, Result } from 'antd';
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { createBrowserRouter, Link, Navigate, RouterProvider, useRouteError } from 'react-router-dom';
import { useMay } from '../access/session';
import { Shell } from '../frame/Shell';
import { frameWords } from '../frame/words';
import { useWords } from '../language/LanguageContext';

function Missing() {
  const t = useWords(frameWords);
  return (
    <Result
      status="404"
      title={t('notFound')}
      subTitle={t('notFoundNext')}
      extra={
        <Link to="/overview">
          <Button type="primary">{t('toOverview')}</Button>
        </Link>
      }
    />
  );
}

function Crashed() {
  const t = useWords(frameWords);
  const error = useRouteError();
  return (
    <Result
      status="error"
      title={t('crashed')}
      subTitle={t('crashedNext')}
      extra={
        <Button type="primary" onClick={() => window.location.reload()}>
          {t('reload')}
        </Button>
      }
    >
      <pre className="hb-snippet">{error instanceof Error ? error.message : String(error)}</pre>
    </Result>
  );
}

// React's own lazy, not the router's: a router that is still loading when it is first shown may never be told that it is
// ready, since React holds back the commit after a fallback (docs/decisions/0081).
function page<M>(load: () => Promise<M>, pick: (module: M) => ComponentType): LazyExoticComponent<ComponentType> {
  return lazy(async () => ({ default: pick(await load()) }));
}

const registry = () => import('../registry/pages');
const monitor = () => import('../monitor/pages');
const census = () => import('../census/pages');

const OverviewPage = page(
  () => import('../report/OverviewPage'),
  (m) => m.OverviewPage,
);
const SitesPage = page(registry, (m) => m.SitesPage);
const SitePage = page(registry, (m) => m.SitePage);
const OrganisationsPage = page(registry, (m) => m.OrganisationsPage);
const OrganisationPage = page(registry, (m) => m.OrganisationPage);
const FindingsPage = page(monitor, (m) => m.FindingsPage);
const FindingPage = page(monitor, (m) => m.FindingPage);
const WavesPage = page(monitor, (m) => m.WavesPage);
const WavePage = page(monitor, (m) => m.WavePage);
const InspectionPage = page(monitor, (m) => m.InspectionPage);
const PageChangePage = page(monitor, (m) => m.PageChangePage);
const WatchPage = page(monitor, (m) => m.WatchPage);
const RoundsPage = page(monitor, (m) => m.RoundsPage);
const RoundPage = page(monitor, (m) => m.RoundPage);
const ImportsPage = page(census, (m) => m.ImportsPage);
const ImportPage = page(census, (m) => m.ImportPage);
const NoticePage = page(
  () => import('../notice/NoticePage'),
  (m) => m.NoticePage,
);
const SettingsPage = page(
  () => import('../access/SettingsPage'),
  (m) => m.SettingsPage,
);

const AccountsPage = page(
  () => import('../access/AccountsPage'),
  (m) => m.AccountsPage,
);

const AuditPage = page(
  () => import('../access/AuditPage'),
  (m) => m.AuditPage,
);

// What the account may see first.
function Home() {
  const may = useMay();
  const first = may('see')
    ? '/overview'
    : may('read_audit')
      ? '/audit'
      : may('see_accounts')
        ? '/accounts'
        : '/settings';
  return <Navigate to={first} replace />;
}

const router = createBrowserRouter([
  {
    path: '/',
    element: <Shell />,
    errorElement: <Crashed />,
    children: [
      {
        errorElement: <Crashed />,
        children: [
          { index: true, element: <Home /> },
          {
            path: 'overview',
            element: <OverviewPage />,
          },
          { path: 'sites', element: <SitesPage /> },
          { path: 'sites/:id', element: <SitePage /> },
          { path: 'sites/:id/changes/:change', element: <PageChangePage /> },
          { path: 'organisations', element: <OrganisationsPage /> },
          { path: 'organisations/:id', element: <OrganisationPage /> },
          { path: 'findings', element: <FindingsPage /> },
          { path: 'findings/:id', element: <FindingPage /> },
          { path: 'waves', element: <WavesPage /> },
          { path: 'waves/:id', element: <WavePage /> },
          { path: 'inspection', element: <InspectionPage /> },
          { path: 'watch', element: <WatchPage /> },
          { path: 'rounds', element: <RoundsPage /> },
          { path: 'rounds/:id', element: <RoundPage /> },
          { path: 'notice', element: <NoticePage /> },
          { path: 'imports', element: <ImportsPage /> },
          { path: 'imports/:id', element: <ImportPage /> },
          { path: 'accounts', element: <AccountsPage /> },
          { path: 'audit', element: <AuditPage /> },
          {
            path: 'settings',
            element: <SettingsPage />,
          },
          { path: '*', element: <Missing /> },
        ],
      },
    ],
  },
]);

export default function Rooms() {
  return <RouterProvider router={router} />;
}
