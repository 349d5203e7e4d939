// What sites share, as a sign with its kind; a digest is cut, and whole in its title.
import { ClusterOutlined, CodeOutlined, GlobalOutlined, PhoneOutlined, ProfileOutlined } from '@ant-design/icons';
import { Alert, Tooltip } from 'antd';
import { Link } from 'react-router-dom';
import type { Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { useWords } from '../language/LanguageContext';
import { traitKindTerms } from '../language/terms';
import { useTerm } from '../language/useTerm';
import { shortTrait } from './traits';
import { waveWords } from './waveWords';

const icons: Record<Schemas['TraitKind'], React.ReactNode> = {
  script: <CodeOutlined />,
  host: <GlobalOutlined />,
  contact: <PhoneOutlined />,
  shape: <ProfileOutlined />,
};

export function TraitSign({ trait }: { trait: Schemas['Wave']['traits'][number] }) {
  const term = useTerm();
  const shown = shortTrait(trait.kind, trait.value);
  const value = (
    <span className="hb-mono">
      <Foreign>{shown}</Foreign>
    </span>
  );
  return (
    <span className="hb-trait">
      {icons[trait.kind]} <span className="hb-soft">{term(traitKindTerms, trait.kind)}</span>{' '}
      {shown === trait.value ? value : <Tooltip title={trait.value}>{value}</Tooltip>}
    </span>
  );
}

// On the page of a site or a finding that is in a wave.
export function WaveNote({ wave }: { wave: Schemas['WaveRef'] | null }) {
  const t = useWords(waveWords);
  if (!wave) return null;
  return (
    <Alert
      className="hb-gap-below"
      type={wave.state === 'open' ? 'warning' : 'info'}
      showIcon
      icon={<ClusterOutlined />}
      data-testid="wave-note"
      title={t('partOf', { n: wave.sites - 1 })}
      action={<Link to={`/waves/${wave.id}`}>{t('see')}</Link>}
    />
  );
}
