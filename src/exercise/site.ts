import type { IExerciseHandle } from '../tokens';
import type { BarSettings } from './bar-settings';
import type { ExerciseModel } from './model';
import type { NotebookCell } from './notebook-cell';

/**
 * One exercise in one view of a notebook: the shared model and this view's cell.
 */
export class ExerciseSite implements IExerciseHandle {
  constructor(
    readonly model: ExerciseModel,
    readonly cell: NotebookCell,
    private readonly _settings: BarSettings
  ) {}

  get id(): string {
    return this.model.id;
  }

  get title(): string {
    return this.model.exercise?.title ?? this.model.id;
  }

  get writable(): boolean {
    return this.cell.isWritable;
  }

  get canDeal(): boolean {
    return (this.model.exercise?.deals.length ?? 0) > 1;
  }

  check(): void {
    void this.model.check(this.cell);
  }

  cancel(): void {
    void this.model.cancel(this.cell);
    void this.model.cleanRoom.cancel();
  }

  checkInCleanRoom(): void {
    void this.model.cleanRoom.check(
      this.cell.whole(),
      this._settings.spareKernel
    );
  }

  hint(): void {
    void this.model.nextHint(this.cell.deal);
  }

  solution(): void {
    void this.model.solution(this.cell.deal);
  }

  showCheck(): void {
    this.model.toggle('check');
  }

  reset(): void {
    this.model.askReset();
  }

  deal(): void {
    this.model.redeal(this.cell);
  }
}
