// The rooms and their addresses; each room's pages load when they are first entered.
import { Button, Result } from 'antd';
import {
  createBrowserRouter,
  type LazyRouteFunction,
  Link,
  Navigate,
  type RouteObject,
  RouterProvider,
  useRouteError,
} from 'react-router-dom';
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

function page<M>(load: () => Promise<M>, pick: (module: M) => React.ComponentType): LazyRouteFunction<RouteObject> {
  return async () => ({ Component: pick(await load()) });
}

const registry = () => import('../registry/pages');
const monitor = () => import('../monitor/pages');
const census = () => import('../census/pages');

const router = createBrowserRouter([
  {
    path: '/',
    element: <Shell />,
    errorElement: <Crashed />,
    children: [
      {
        errorElement: <Crashed />,
        children: [
          { index: true, element: <Navigate to="/overview" replace /> },
          {
            path: 'overview',
            lazy: page(
              () => import('../report/OverviewPage'),
              (m) => m.OverviewPage,
            ),
          },
          { path: 'sites', lazy: page(registry, (m) => m.SitesPage) },
          { path: 'sites/:id', lazy: page(registry, (m) => m.SitePage) },
          { path: 'organisations', lazy: page(registry, (m) => m.OrganisationsPage) },
          { path: 'organisations/:id', lazy: page(registry, (m) => m.OrganisationPage) },
          { path: 'findings', lazy: page(monitor, (m) => m.FindingsPage) },
          { path: 'findings/:id', lazy: page(monitor, (m) => m.FindingPage) },
          { path: 'rounds', lazy: page(monitor, (m) => m.RoundsPage) },
          { path: 'rounds/:id', lazy: page(monitor, (m) => m.RoundPage) },
          { path: 'imports', lazy: page(census, (m) => m.ImportsPage) },
          { path: 'imports/:id', lazy: page(census, (m) => m.ImportPage) },
          {
            path: 'settings',
            lazy: page(
              () => import('../access/SettingsPage'),
              (m) => m.SettingsPage,
            ),
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
