import type { IStateDB } from '@jupyterlab/statedb';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { asProblem } from '../api/server-problem';
import type { JournalEntry, Problem } from '../contracts';
import type { IClient, ICourse, ILessonKey } from '../tokens';

/**
 * The learner's journal, and what they are writing to the duck but have not saved yet.
 */
export class JournalModel {
  constructor(client: IClient, course: ICourse, drafts: IStateDB | null) {
    this._client = client;
    this._course = course;
    this._drafts = drafts;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Newest first; `null` until they have arrived. */
  get entries(): readonly JournalEntry[] | null {
    return this._entries;
  }

  get problem(): Problem | null {
    return this._problem;
  }

  get isSaving(): boolean {
    return this._isSaving;
  }

  /** Ask for the entries, once. Never rejects: a failure becomes `problem`. */
  async load(): Promise<void> {
    if (this._entries === null) {
      await this._take(() => this._client.journal());
    }
  }

  /** The newest explanation of a lesson. */
  latest({ pack, lesson }: ILessonKey): JournalEntry | null {
    return (
      this._entries?.find(
        entry => entry.pack === pack && entry.lesson === lesson
      ) ?? null
    );
  }

  /** Save an explanation. Resolves to whether it was saved. */
  async explain({ pack, lesson }: ILessonKey, text: string): Promise<boolean> {
    const saved = await this._take(() =>
      this._client.explain({ pack, lesson, text })
    );
    if (saved) {
      await this._drafts?.remove(draftKey({ pack, lesson }));
      void this._course.refresh();
    }
    return saved;
  }

  /** Tick the rubric's points that an entry meets; they show at once, and go back when they are not saved. */
  async tick(entry: JournalEntry, met: readonly number[]): Promise<void> {
    this._problem = null;
    this._mark(entry, met);
    try {
      await this._client.tick(entry.id, { met });
    } catch (reason) {
      this._problem = asProblem(reason);
      this._mark(entry, entry.met);
    }
  }

  async draft(key: ILessonKey): Promise<string> {
    const draft = await this._drafts?.fetch(draftKey(key));
    return typeof draft === 'string' ? draft : '';
  }

  keepDraft(key: ILessonKey, text: string): void {
    void this._drafts?.save(draftKey(key), text);
  }

  private _mark({ id }: JournalEntry, met: readonly number[]): void {
    this._entries =
      this._entries?.map(one => (one.id === id ? { ...one, met } : one)) ??
      null;
    this._changed.emit();
  }

  private async _take(
    ask: () => ReturnType<IClient['journal']>
  ): Promise<boolean> {
    this._isSaving = true;
    this._changed.emit();
    try {
      const reply = await ask();
      this._entries = [...reply.entries].reverse();
      this._course.award(reply.new_badges);
      this._problem = null;
      return true;
    } catch (reason) {
      this._problem = asProblem(reason);
      return false;
    } finally {
      this._isSaving = false;
      this._changed.emit();
    }
  }

  private readonly _client: IClient;
  private readonly _course: ICourse;
  private readonly _drafts: IStateDB | null;
  private _entries: readonly JournalEntry[] | null = null;
  private _problem: Problem | null = null;
  private _isSaving = false;
  private readonly _changed = new Signal<this, void>(this);
}

function draftKey({ pack, lesson }: ILessonKey): string {
  return `torchenstein-lab:draft:${pack}/${lesson}`;
}
