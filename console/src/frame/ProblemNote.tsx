// What the server says went wrong: the sentence, what was read and expected, what to do now.
import { Alert, Button, Descriptions } from 'antd';
import { type Problem, ProblemError } from '../api/client';
import { useWords } from '../language/LanguageContext';
import { Foreign } from './Foreign';
import { frameWords } from './words';

export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  const text = error instanceof Error ? error.message : String(error);
  return { type: 'about:blank', title: text, status: 0, code: 'console.fault' };
}

export function ProblemNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useWords(frameWords);
  const problem = problemOf(error);
  const rows = [
    problem.detail && { key: 'read', label: t('read'), children: <Foreign>{problem.detail}</Foreign> },
    problem.expected && { key: 'expected', label: t('expected'), children: <Foreign>{problem.expected}</Foreign> },
    problem.next && { key: 'next', label: t('next'), children: <Foreign>{problem.next}</Foreign> },
  ].filter((row) => typeof row === 'object');
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={<Foreign>{problem.title}</Foreign>}
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            {t('retry')}
          </Button>
        )
      }
      description={
        <>
          {rows.length > 0 && <Descriptions size="small" column={1} items={rows} className="hb-problem-rows" />}
          {problem.errors && problem.errors.length > 0 && (
            <ul className="hb-problem-items">
              {problem.errors.map((item) => (
                <li
                  key={`${item.pointer ?? item.parameter ?? ''} ${item.row ?? ''} ${item.column ?? ''} ${item.message}`}
                >
                  <span className="hb-mono">{item.pointer ?? item.parameter ?? ''}</span>{' '}
                  <Foreign>{item.message}</Foreign>
                </li>
              ))}
            </ul>
          )}
          <span className="hb-faint hb-mono">{problem.code}</span>
        </>
      }
    />
  );
}
