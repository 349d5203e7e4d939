// How the estate is now, region by region down to the single site, and what has just happened. It renews itself.
import { useQuery } from '@tanstack/react-query';
import { Breadcrumb, Card, Empty, Skeleton, Tooltip } from 'antd';
import { Link } from 'react-router-dom';
import { answer, api, type Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { ProblemNote } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useCounts, useLanguage, useWords } from '../language/LanguageContext';
import { useTerm } from '../language/useTerm';
import { SiteOf } from './FindingsTable';
import { SeverityMark } from './tags';
import { isCounty, type RegionTile, toneOfSite, toneOfTile } from './wall';
import { wallWords } from './wallWords';
import { eventTerms } from './words';

const kRefreshMs = 5_000;
const kSquares = 200;

function Bar({ tile }: { tile: RegionTile }) {
  const parts = [
    ['good', tile.up],
    ['fault', tile.faulty],
    ['bad', tile.down],
    ['unknown', tile.other],
  ] as const;
  return (
    <span className="hb-wall-bar" aria-hidden>
      {parts.map(
        ([tone, n]) => n > 0 && <i key={tone} style={{ flexGrow: n, background: `var(--hb-state-${tone})` }} />,
      )}
    </span>
  );
}

function Tile({ tile, of }: { tile: RegionTile; of: string | undefined }) {
  const t = useWords(wallWords);
  const count = useCounts();
  const code = tile.region?.code;
  const own = code !== undefined && code === of;
  const name = tile.region ? (own ? t('own', { name: tile.region.name }) : tile.region.name) : t('noRegion');
  const further = own || isCounty(code) ? `/sites?region=${code}` : `/watch?region=${code}`;
  const body = (
    <>
      <strong>
        <Foreign>{name}</Foreign>
      </strong>
      <span className="hb-soft">{t('sites', { n: count(tile.sites) })}</span>
      <Bar tile={tile} />
      <span className="hb-wall-counts">
        {tile.down > 0 && <b className="hb-wall-down">{`${t('down')} ${count(tile.down)}`}</b>}
        {tile.faulty > 0 && <b className="hb-wall-faulty">{`${t('faulty')} ${count(tile.faulty)}`}</b>}
        {tile.with_alerts > 0 && <b className="hb-wall-down">{`${t('alerts')} ${count(tile.with_alerts)}`}</b>}
        {tile.down + tile.faulty + tile.with_alerts === 0 && <span>{t('up')}</span>}
      </span>
    </>
  );
  const className = `hb-wall-tile hb-wall-${toneOfTile(tile)}`;
  return code === undefined ? (
    <div className={className} data-testid="wall-tile">
      {body}
    </div>
  ) : (
    <Link className={className} to={further} data-testid="wall-tile">
      {body}
    </Link>
  );
}

// The single sites of a region, the worst first.
function Squares({ region }: { region?: string }) {
  const t = useWords(wallWords);
  const count = useCounts();
  const query = useQuery({
    queryKey: ['wall-sites', region],
    queryFn: () => answer(api.GET('/sites', { params: { query: { region, sort: '-severity', limit: kSquares } } })),
    refetchInterval: kRefreshMs,
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton active />;
  const { items, total } = query.data;
  return (
    <Card size="small" title={t('squares')} className="hb-gap-above">
      <div className="hb-wall-squares">
        {items.map((site) => (
          <Tooltip key={site.id} title={<Foreign>{site.name}</Foreign>}>
            <Link
              to={`/sites/${site.id}`}
              aria-label={site.name}
              className={`hb-wall-square hb-wall-${toneOfSite(site)}`}
            />
          </Tooltip>
        ))}
        {total > items.length && (
          <Link to={region ? `/sites?region=${region}` : '/sites'}>
            {t('squaresMore', { n: count(total - items.length) })}
          </Link>
        )}
      </div>
    </Card>
  );
}

export function NewsList({ news }: { news: Schemas['FindingNews'][] }) {
  const { language } = useLanguage();
  const term = useTerm();
  return (
    <ul className="hb-news">
      {news.map((one) => (
        <li key={`${one.at} ${one.what} ${one.finding.id}`}>
          <SeverityMark severity={one.finding.severity} />
          <span>
            <strong>{term(eventTerms, one.what)}</strong>{' '}
            <Link to={`/findings/${one.finding.id}`}>
              <Foreign>{one.finding.explanation[language]}</Foreign>
            </Link>
            <br />
            <span className="hb-soft">
              <When at={one.at} /> · <SiteOf site={one.finding.site} cause={one.finding.id} />
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

export function WallTab({ region }: { region?: string }) {
  const t = useWords(wallWords);
  const query = useQuery({
    queryKey: ['wall', region],
    queryFn: () => answer(api.GET('/wall', { params: { query: { region } } })),
    refetchInterval: kRefreshMs,
  });
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton active paragraph={{ rows: 8 }} />;
  const wall = query.data;
  const sites = wall.regions.reduce((sum, tile) => sum + tile.sites, 0);
  const path = wall.region
    ? [{ title: <Link to="/watch">{t('everywhere')}</Link> }, { title: wall.region.name }]
    : [{ title: t('everywhere') }];
  return (
    <div className="hb-grid">
      <div className="hb-span-8 hb-top">
        <div className="hb-wall-head">
          <Breadcrumb items={path} />
          <span className="hb-soft">
            {t('asOf')} <When at={wall.at} />
          </span>
        </div>
        <section className="hb-wall" aria-label={t('regions')}>
          {wall.regions.map((tile) => (
            <Tile key={tile.region?.code ?? ''} tile={tile} of={wall.region?.code} />
          ))}
        </section>
        {sites <= kSquares && <Squares region={region} />}
      </div>
      <div className="hb-span-4 hb-top">
        <Card size="small" title={t('news')}>
          {wall.news.length > 0 ? (
            <NewsList news={wall.news} />
          ) : (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('quiet')} />
          )}
        </Card>
      </div>
    </div>
  );
}
