// A stretch of a site's time: its steps with their gaps, and what happened, newest first.
import type { Schemas } from '../api/client';
import type { DayTone } from './availability';

type Timeline = Schemas['Timeline'];
export type TimelineStep = Timeline['hosts'][number]['steps'][number];

const kShanghai = 8 * 3_600_000;

// Every step of the stretch, those without a check too.
export function stepsBetween(
  of: Pick<Timeline, 'from' | 'to' | 'step_s'>,
  host: Pick<Timeline['hosts'][number], 'steps'>,
): { at: string; step: TimelineStep | undefined }[] {
  const length = of.step_s * 1_000;
  // Steps are counted from a midnight in Shanghai, as the server counts them.
  const first = Math.floor((Date.parse(of.from) + kShanghai) / length) * length - kShanghai;
  const kept = new Map(host.steps.map((step) => [Date.parse(step.at), step]));
  const steps = [];
  for (let at = first; at <= Date.parse(of.to); at += length)
    steps.push({ at: new Date(at).toISOString(), step: kept.get(at) });
  return steps;
}

export function toneOfStep(step: TimelineStep | undefined): DayTone {
  if (!step || step.opened + step.failed === 0) return 'none';
  if (step.failed === 0) return 'good';
  return step.opened > step.failed ? 'fault' : 'bad';
}

export type Happening =
  | { kind: 'page'; at: string; page: Timeline['page_changes'][number] }
  | { kind: 'changed'; at: string; change: Timeline['changes'][number]; kept: boolean }
  | { kind: 'found'; at: string; news: Timeline['news'][number] };

// What these parts say stands on the page itself.
const onThePage: ReadonlySet<string> = new Set(['title', 'mark', 'footer', 'links']);

// `kept` of a change on the page: it can be looked at before and after.
export function happenings(timeline: Pick<Timeline, 'changes' | 'news' | 'page_changes'>): Happening[] {
  const kept = new Set(timeline.page_changes.map((page) => `${page.at} ${page.host}`));
  const all: Happening[] = [
    ...timeline.page_changes.map((page) => ({ kind: 'page' as const, at: page.at, page })),
    ...timeline.changes.map((change) => ({
      kind: 'changed' as const,
      at: change.at,
      change,
      kept: !onThePage.has(change.part) || kept.has(`${change.at} ${change.host}`),
    })),
    ...timeline.news.map((news) => ({ kind: 'found' as const, at: news.at, news })),
  ];
  return all.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
