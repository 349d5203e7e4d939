// A grant in one line: the role, over what, until when.
import { Space, Tag, Tooltip } from 'antd';
import type { Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { When } from '../frame/When';
import { useWords } from '../language/LanguageContext';
import { useTerm } from '../language/useTerm';
import { accountWords } from './accountWords';
import { abilityTerms, roleTerms } from './roleTerms';

type Grant = Schemas['Grant'];

export function ScopeName({ scope }: { scope: Schemas['Scope'] }) {
  const t = useWords(accountWords);
  const name = scope.region?.name ?? scope.of?.name ?? scope.sector ?? '';
  const sentence = {
    nation: t('nation'),
    region: t('withBelow', { name }),
    organisation: t('unitBelow', { name }),
    sector: t('ofSector', { name }),
    site: name,
  }[scope.kind];
  return <Foreign>{sentence}</Foreign>;
}

export function GrantTag({ grant }: { grant: Grant }) {
  const t = useWords(accountWords);
  const term = useTerm();
  const abilities = grant.abilities.map((one) => term(abilityTerms, one)).join(' · ');
  return (
    <Tooltip title={abilities}>
      <Tag color={grant.role.endsWith('administrator') ? 'processing' : undefined}>
        {term(roleTerms, grant.role)} · <ScopeName scope={grant.scope} />
        {grant.lent_from !== null && ` · ${t('lent')}`}
        {grant.until && (
          <>
            {' '}
            · {t('until')} <When at={grant.until} />
          </>
        )}
      </Tag>
    </Tooltip>
  );
}

export function GrantTags({ grants }: { grants: Grant[] }) {
  const t = useWords(accountWords);
  if (grants.length === 0) return <span className="hb-faint">{t('nothing')}</span>;
  return (
    <Space wrap size={[4, 4]}>
      {grants.map((grant) => (
        <GrantTag key={grant.id} grant={grant} />
      ))}
    </Space>
  );
}
