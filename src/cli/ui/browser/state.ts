import type { Action, ActivityView, Outcome, PlanAnswer, Problem } from '../api.ts';
import type { SpanName, Window } from './timeline-model.ts';

export type Tab = 'plan' | 'history';

/** All that the page shows. Every change makes a new one. */
export interface State {
  /** Null until the server has told it. */
  readonly history: readonly ActivityView[] | null;
  readonly plan: PlanAnswer | null;
  readonly isPlanning: boolean;
  /** Why a tab has no list, or no newer one. */
  readonly trouble: Readonly<Record<Tab, Problem | null>>;
  /** Why the last try of a button did not work, by Garmin id; until the next try. */
  readonly snags: ReadonlyMap<string, Problem>;
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
  trouble: { plan: null, history: null },
  snags: new Map(),
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
function withActivity({ history, plan }: State, changed: ActivityView): Pick<State, 'history' | 'plan'> {
  const swap = (list: readonly ActivityView[]) => list.map((it) => (it.garminId === changed.garminId ? changed : it));
  const known = history ?? [];
  const isKnown = known.some(({ garminId }) => garminId === changed.garminId);
  const next = isKnown ? swap(known) : [...known, changed].sort((a, b) => (a.start < b.start ? 1 : -1));
  return { history: next, plan: plan && { ...plan, activities: swap(plan.activities) } };
}

/** A button was pressed: it is at work, and how it went the last time no longer counts. */
export function withBegun({ busy, snags }: State, garminId: string, action: Action): Partial<State> {
  const rest = new Map(snags);
  rest.delete(garminId);
  return { busy: new Map(busy).set(garminId, action), snags: rest };
}

/** It is done, with the activity as it is now, where that is known, and why it did not work, where it did not. */
export function withDone(
  state: State,
  garminId: string,
  { changed, snag }: { readonly changed: ActivityView | null; readonly snag: Problem | null },
): Partial<State> {
  const busy = new Map(state.busy);
  busy.delete(garminId);
  const snags = snag ? new Map(state.snags).set(garminId, snag) : state.snags;
  return { ...(changed && withActivity(state, changed)), busy, snags };
}
