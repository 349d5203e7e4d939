// The closed lists as small signs. Never by colour alone: the word stands beside it.
import {
  CheckCircleOutlined,
  CloseCircleOutlined,
  ExclamationCircleOutlined,
  InfoCircleOutlined,
  MinusCircleOutlined,
  QuestionCircleOutlined,
  StopOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import type { Schemas } from '../api/client';
import {
  categoryTerms,
  decisionTerms,
  findingStateTerms,
  markTerms,
  outcomeTerms,
  roundStateTerms,
  severityTerms,
  stateTerms,
} from '../language/terms';
import { useTerm } from '../language/useTerm';

const severityIcons: Record<Schemas['Severity'], ReactNode> = {
  critical: <CloseCircleOutlined />,
  high: <WarningOutlined />,
  medium: <ExclamationCircleOutlined />,
  low: <InfoCircleOutlined />,
  info: <MinusCircleOutlined />,
};

export function SeverityMark({ severity }: { severity: Schemas['Severity'] | null }) {
  const term = useTerm();
  if (!severity) return <span className="hb-faint">—</span>;
  return (
    <span className={`hb-sev hb-sev-${severity}`}>
      {severityIcons[severity]}
      {term(severityTerms, severity)}
    </span>
  );
}

export function StateMark({ state }: { state: Schemas['SiteState'] }) {
  const term = useTerm();
  return (
    <span className="hb-state">
      <i className={`hb-dot hb-dot-${state}`} aria-hidden />
      {term(stateTerms, state)}
    </span>
  );
}

export function outcomeTone(outcome: Schemas['Outcome']): 'good' | 'fault' | 'bad' | 'unknown' {
  if (outcome === 'ok') return 'good';
  if (outcome === 'ok_with_faults') return 'fault';
  if (outcome === 'not_visited' || outcome === 'no_address' || outcome === 'refused_address') return 'unknown';
  return 'bad';
}

export function OutcomeTag({ outcome }: { outcome: Schemas['Outcome'] | null }) {
  const term = useTerm();
  if (!outcome) return <span className="hb-faint">—</span>;
  const colour = { good: 'success', fault: 'warning', bad: 'error', unknown: 'default' }[outcomeTone(outcome)];
  return <Tag color={colour}>{term(outcomeTerms, outcome)}</Tag>;
}

export function markTone(mark: Schemas['MarkObserved']): 'good' | 'fault' | 'bad' | 'unknown' {
  if (mark === 'script' || mark === 'link') return 'good';
  if (mark === 'picture' || mark === 'error-image' || mark === 'malformed') return 'fault';
  return mark === 'absent' ? 'bad' : 'unknown';
}

const markIcons = {
  good: <CheckCircleOutlined className="hb-compare-agree" />,
  fault: <ExclamationCircleOutlined className="hb-sev-medium" />,
  bad: <StopOutlined className="hb-compare-off" />,
  unknown: <QuestionCircleOutlined className="hb-faint" />,
};

export function MarkSign({ mark }: { mark: Schemas['MarkObserved'] }) {
  const term = useTerm();
  return (
    <span className="hb-state">
      {markIcons[markTone(mark)]}
      {mark ? term(markTerms, mark) : term(stateTerms, 'unknown')}
    </span>
  );
}

export function CategoryName({ category }: { category: Schemas['Category'] }) {
  return <span className="hb-nowrap">{useTerm()(categoryTerms, category)}</span>;
}

export function FindingStateTag({
  state,
  decision,
}: {
  state: Schemas['FindingState'];
  decision: Schemas['DecisionKind'];
}) {
  const term = useTerm();
  const colour = state === 'confirmed' ? 'error' : state === 'open' ? 'warning' : 'success';
  return (
    <span className="hb-tags">
      <Tag color={colour}>{term(findingStateTerms, state)}</Tag>
      {decision !== 'none' && <Tag>{term(decisionTerms, decision)}</Tag>}
    </span>
  );
}

export function RoundStateTag({ state }: { state: Schemas['RoundState'] }) {
  const term = useTerm();
  const colour = state === 'running' ? 'processing' : state === 'finished' ? 'success' : 'warning';
  return <Tag color={colour}>{term(roundStateTerms, state)}</Tag>;
}
