import type { Action, ActivityView, Outcome, PlanAnswer, Problem } from '../api.ts';
import type { SpanName, Window } from './timeline-model.ts';

export type Tab = 'plan' | 'history';

/** All that the page shows. Every change makes a new one. */
export interface State {
  /** Null until the server has told it. */
  readonly history: readonly ActivityView[] | null;
  readonly plan: PlanAnswer | null;
  readonly isPlanning: boolean;
  /** Why there is no list; null while there is one. */
  readonly problem: Problem | null;
  /** What is being done, by Garmin id. */
  readonly busy: ReadonlyMap<string, Action>;
  readonly only: Outcome | null;
  readonly tab: Tab;
  /** Shows the list of these days only. */
  readonly days: Window | null;
  readonly page: number;
  /** Null: as much as fits what there is. */
  readonly span: SpanName | null;
  /** Windows of the timeline between its end and the one that is shown. */
  readonly back: number;
  /** Start of the column that is picked. */
  readonly picked: number | null;
}

export const BEGINNING: State = {
  history: null,
  plan: null,
  isPlanning: false,
  problem: null,
  busy: new Map(),
  only: null,
  tab: 'plan',
  days: null,
  page: 0,
  span: null,
  back: 0,
  picked: null,
};

export interface Store {
  readonly state: State;
  update(change: Partial<State>): void;
}

/** Calls `show` after every change. */
export function openStore(show: () => void): Store {
  let state = BEGINNING;
  return {
    get state() {
      return state;
    },
    update(change) {
      state = { ...state, ...change };
      show();
    },
  };
}

/** Every activity once, newest first: as planned, else as the ledger has it. */
export function allActivities({ history, plan }: Pick<State, 'history' | 'plan'>): readonly ActivityView[] {
  if (!plan) return history ?? [];
  const planned = new Set(plan.activities.map(({ garminId }) => garminId));
  const rest = (history ?? []).filter(({ garminId }) => !planned.has(garminId));
  return [...plan.activities, ...rest].sort((a, b) => (a.start < b.start ? 1 : a.start > b.start ? -1 : 0));
}

/** Puts the newer view of an activity in the place of the older one; the ledger knows it from now on. */
export function withActivity({ history, plan }: State, changed: ActivityView): Pick<State, 'history' | 'plan'> {
  const swap = (list: readonly ActivityView[]) => list.map((it) => (it.garminId === changed.garminId ? changed : it));
  const known = history ?? [];
  const isKnown = known.some(({ garminId }) => garminId === changed.garminId);
  const next = isKnown ? swap(known) : [...known, changed].sort((a, b) => (a.start < b.start ? 1 : -1));
  return { history: next, plan: plan && { ...plan, activities: swap(plan.activities) } };
}
