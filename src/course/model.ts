import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { asProblem } from '../api/server-problem';
import type {
  Badge,
  Course,
  LessonProgress,
  LessonReply,
  Problem
} from '../contracts';
import type { IClient, ICourse, ILessonKey } from '../tokens';
import { isFinished } from './map';

/**
 * Holds what the server said about the course, and keeps it true after each check without asking again.
 */
export class CourseModel implements ICourse {
  constructor(client: IClient) {
    this._client = client;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get badgesEarned(): ISignal<this, readonly Badge[]> {
    return this._badgesEarned;
  }

  get state(): 'failed' | 'loading' | 'ready' {
    if (this._course) {
      return 'ready';
    }
    return this._problem ? 'failed' : 'loading';
  }

  get course(): Course | null {
    return this._course;
  }

  get problem(): Problem | null {
    return this._problem;
  }

  get news(): readonly Badge[] {
    return this._news;
  }

  async refresh(): Promise<void> {
    try {
      this._course = await this._client.course();
      this._problem = null;
      this._announce(
        this._course.badges.filter(
          badge => badge.earned_at !== null && !badge.seen
        )
      );
    } catch (reason) {
      this._problem = asProblem(reason);
    }
    this._changed.emit();
  }

  lesson(key: ILessonKey): Promise<LessonReply> {
    const id = keyOf(key);
    const known = this._lessons.get(id);
    if (known) {
      return Promise.resolve(known);
    }
    const asked = this._asked.get(id);
    if (asked) {
      return asked;
    }
    const request = this._client
      .lesson(key)
      .then(reply => {
        this._lessons.set(id, reply);
        this._changed.emit();
        return reply;
      })
      .finally(() => this._asked.delete(id));
    this._asked.set(id, request);
    return request;
  }

  peek(key: ILessonKey): LessonReply | null {
    return this._lessons.get(keyOf(key)) ?? null;
  }

  accept(progress: LessonProgress): void {
    const id = keyOf(progress);
    const lesson = this._lessons.get(id);
    if (lesson) {
      this._lessons.set(id, { ...lesson, progress });
    }
    const course = this._course;
    if (course) {
      const before = course.packs
        .flatMap(pack => pack.lessons)
        .find(card => keyOf(card.progress) === id);
      this._course = {
        ...course,
        packs: course.packs.map(pack => ({
          ...pack,
          lessons: pack.lessons.map(card =>
            keyOf(card.progress) === id ? { ...card, progress } : card
          )
        }))
      };
      // Only the server knows which lesson comes after a finished one.
      if (
        before &&
        (isFinished({ ...before, progress }) !== isFinished(before) ||
          before.progress.opened !== progress.opened)
      ) {
        void this.refresh();
      }
    }
    this._changed.emit();
  }

  award(badges: readonly Badge[], shown = false): void {
    if (badges.length === 0) {
      return;
    }
    if (this._course) {
      const earned = new Map(badges.map(badge => [badgeKey(badge), badge]));
      this._course = {
        ...this._course,
        badges: this._course.badges.map(
          badge => earned.get(badgeKey(badge)) ?? badge
        )
      };
    }
    this._announce(badges, shown);
    this._changed.emit();
  }

  markSeen(badge: Badge): void {
    const id = badgeKey(badge);
    if (badge.seen || this._seen.has(id)) {
      return;
    }
    this._seen.add(id);
    this._client
      .badgeSeen({ pack: badge.pack, lesson: badge.lesson, badge: badge.id })
      .catch(() => {
        // It is shown once more next time; a learner is not troubled for that.
        this._seen.delete(id);
      });
  }

  dismiss(badge: Badge): void {
    this.markSeen(badge);
    this._news = this._news.filter(one => badgeKey(one) !== badgeKey(badge));
    this._changed.emit();
  }

  private _announce(badges: readonly Badge[], shown = false): void {
    const fresh = badges.filter(badge => !this._announced.has(badgeKey(badge)));
    if (fresh.length === 0) {
      return;
    }
    for (const badge of fresh) {
      this._announced.add(badgeKey(badge));
      if (shown) {
        this.markSeen(badge);
      }
    }
    if (!shown) {
      this._news = [...this._news, ...fresh];
    }
    this._badgesEarned.emit(fresh);
  }

  private readonly _client: IClient;
  private _course: Course | null = null;
  private _problem: Problem | null = null;
  private _news: readonly Badge[] = [];
  private readonly _announced = new Set<string>();
  private readonly _seen = new Set<string>();
  private readonly _lessons = new Map<string, LessonReply>();
  private readonly _asked = new Map<string, Promise<LessonReply>>();
  private readonly _changed = new Signal<this, void>(this);
  private readonly _badgesEarned = new Signal<this, readonly Badge[]>(this);
}

function keyOf({ pack, lesson }: ILessonKey): string {
  return `${pack}/${lesson}`;
}

function badgeKey(badge: Badge): string {
  return `${badge.pack}/${badge.lesson}/${badge.id}`;
}
