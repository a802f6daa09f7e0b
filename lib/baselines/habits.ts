/**
 * What a workload does, by distinct hours: a loop that does a thing a thousand times an hour does not make it usual. From
 * how often new values came, to it and to its peers, follows how surprising the next one is.
 */
import { type Dimension, dimensions } from '@/lib/baselines/features';

export type Habit = { first: number; last: number; hours: number; days: number };

/** The values of an action, all of them habits: found once, they need not be looked up again until something is forgotten. */
export type KnownHabits = { version: number; habits: [Dimension, Habit][] };

/** Values kept of a dimension. Beyond them a new value is no news: everything is new there. */
const MOST_VALUES = 256;
const FORGET_HOURS = 90 * 24;

export class Habits {
  readonly values = new Map<Dimension, Map<string, Habit>>(dimensions.map((d) => [d, new Map()]));
  /** Values seen in a single hour so far. */
  readonly singles = new Map<Dimension, number>(dimensions.map((d) => [d, 0]));
  /** Distinct hours in which it did anything, and the last of them. */
  hours = 0;
  days = 0;
  lastHour = -1;
  /** Goes up when values are forgotten. */
  private version = 0;

  /** Null where one of the values is no habit. "" stands for none. */
  know(values: Record<Dimension, string>): KnownHabits | null {
    const habits: [Dimension, Habit][] = [];
    for (const dimension of dimensions) {
      const value = values[dimension];
      if (value === '') continue;
      const habit = this.get(dimension, value);
      if (!habit) return null;
      habits.push([dimension, habit]);
    }
    return { version: this.version, habits };
  }

  stillKnows(known: KnownHabits | null): known is KnownHabits {
    return known !== null && known.version === this.version;
  }

  /** The same as learning each of the values. */
  learnKnown({ habits }: KnownHabits, hour: number): void {
    for (const [dimension, habit] of habits) this.touch(dimension, habit, hour);
  }

  get(dimension: Dimension, value: string): Habit | undefined {
    return this.values.get(dimension)?.get(value);
  }

  size(dimension: Dimension): number {
    return this.values.get(dimension)?.size ?? 0;
  }

  isFull(dimension: Dimension): boolean {
    return this.size(dimension) >= MOST_VALUES;
  }

  seeHour(hour: number): void {
    if (hour <= this.lastHour) return;
    this.hours++;
    if (Math.floor(hour / 24) !== Math.floor(this.lastHour / 24)) this.days++;
    this.lastHour = hour;
  }

  /** True where the value was not known before. */
  learn(dimension: Dimension, value: string, hour: number): boolean {
    const known = this.values.get(dimension) as Map<string, Habit>;
    const habit = known.get(value);
    if (!habit) {
      if (known.size >= MOST_VALUES && !this.forget(dimension, hour)) return false;
      known.set(value, { first: hour, last: hour, hours: 1, days: 1 });
      this.singles.set(dimension, (this.singles.get(dimension) ?? 0) + 1);
      return true;
    }
    this.touch(dimension, habit, hour);
    return false;
  }

  private touch(dimension: Dimension, habit: Habit, hour: number): void {
    if (hour <= habit.last) return;
    if (habit.hours === 1) this.singles.set(dimension, (this.singles.get(dimension) ?? 0) - 1);
    habit.hours++;
    if (Math.floor(hour / 24) !== Math.floor(habit.last / 24)) habit.days++;
    habit.last = hour;
  }

  private forget(dimension: Dimension, hour: number): boolean {
    const known = this.values.get(dimension) as Map<string, Habit>;
    const size = known.size;
    for (const [value, habit] of known) {
      if (hour - habit.last <= FORGET_HOURS) continue;
      known.delete(value);
      if (habit.hours === 1) this.singles.set(dimension, (this.singles.get(dimension) ?? 0) - 1);
    }
    if (known.size === size) return false;
    this.version++;
    return true;
  }
}

/** What the peers of a group have, and how often new things come to them once they are grown. */
export class PeerHabits {
  members = 0;
  /** Hours of grown members, and the new values that those hours brought. */
  hours = 0;
  readonly news = new Map<Dimension, number>(dimensions.map((d) => [d, 0]));
  readonly owners = new Map<Dimension, Map<string, number>>(dimensions.map((d) => [d, new Map()]));

  have(dimension: Dimension, value: string): number {
    return this.owners.get(dimension)?.get(value) ?? 0;
  }

  learn(dimension: Dimension, value: string): void {
    const owners = this.owners.get(dimension) as Map<string, number>;
    owners.set(value, (owners.get(value) ?? 0) + 1);
  }

  learnNews(dimension: Dimension): void {
    this.news.set(dimension, (this.news.get(dimension) ?? 0) + 1);
  }
}
