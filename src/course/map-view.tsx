import type { TranslationBundle } from '@jupyterlab/translation';

import type { Course } from '../contracts';
import type { ILessonKey } from '../tokens';
import { StateDot } from '../ui/state-dot';
import type { IDot, ILessonRow } from './map';
import { courseRows, lessonToGoOn, nextExercise } from './map';

/**
 * The course map: what to go on with, then every module with its lessons.
 */
export function MapView(props: {
  course: Course;
  active: ILessonKey | null;
  open: (key: ILessonKey, cell?: string) => void;
  trans: TranslationBundle;
}) {
  const { course, active, open, trans } = props;
  const broken = course.packs.filter(pack => pack.problem !== null);
  const modules = courseRows(course, active);
  return (
    <>
      {course.notices.map(notice => (
        <p key={notice} className="jp-TorchensteinPanel-notice jp-mod-quiet">
          {notice}
        </p>
      ))}
      <GoOn course={course} active={active} open={open} trans={trans} />
      {broken.map(pack => (
        <p key={pack.id} className="jp-TorchensteinPanel-notice">
          {trans.__('The pack “%1” cannot be read.', pack.title || pack.id)}{' '}
          {pack.problem}
        </p>
      ))}
      {modules.map(({ pack, module, rows }) => (
        <section
          key={`${pack.id}/${module.id}`}
          aria-label={moduleTitle(module.number, module.title, trans)}
        >
          <h3>{moduleTitle(module.number, module.title, trans)}</h3>
          <ul className="jp-TorchensteinMap">
            {rows.map(row => (
              <LessonItem
                key={row.key.lesson}
                row={row}
                open={open}
                trans={trans}
              />
            ))}
          </ul>
        </section>
      ))}
      {modules.length === 0 && broken.length === 0 && (
        <p className="jp-TorchensteinPanel-empty">
          {trans.__(
            'No lessons are installed. The course comes with the package torchenstein-lab; other packs are installed with pip.'
          )}
        </p>
      )}
    </>
  );
}

/** The one next thing, unless the learner is at it already. */
function GoOn(props: {
  course: Course;
  active: ILessonKey | null;
  open: (key: ILessonKey, cell?: string) => void;
  trans: TranslationBundle;
}) {
  const { course, active, open, trans } = props;
  const here = lessonToGoOn(course);
  if (!here) {
    return course.packs.some(pack => pack.lessons.length > 0) ? (
      <p className="jp-TorchensteinPanel-empty">
        {trans.__(
          'Every core exercise is passed. The lessons stay open to you.'
        )}
      </p>
    ) : null;
  }
  const { key, card } = here;
  const isOpen = active?.pack === key.pack && active.lesson === key.lesson;
  const next = nextExercise(card);
  const begun = card.progress.opened;
  return (
    <div className="jp-TorchensteinGoOn">
      <p className="jp-TorchensteinGoOn-title">
        {card.number} {card.title}
      </p>
      <p className="jp-TorchensteinGoOn-question">
        {begun && next !== null
          ? trans.__('Next: %1', card.titles[next] ?? next)
          : card.question}
      </p>
      <button
        type="button"
        className={isOpen ? undefined : 'jp-mod-strong'}
        onClick={() => {
          open(key, begun && next !== null ? `task-${next}` : undefined);
        }}
      >
        {isOpen
          ? trans.__('Go to the next exercise')
          : begun
            ? trans.__('Go on here, %1 min left', card.progress.minutes_left)
            : trans.__('Begin here, %1 min', card.minutes)}
      </button>
    </div>
  );
}

function LessonItem(props: {
  row: ILessonRow;
  open: (key: ILessonKey, cell?: string) => void;
  trans: TranslationBundle;
}) {
  const { row, open, trans } = props;
  const { card, core, more } = row;
  const left = card.progress.minutes_left;
  return (
    <li>
      <button
        type="button"
        className={
          row.here
            ? 'jp-TorchensteinMap-lesson jp-mod-here'
            : 'jp-TorchensteinMap-lesson'
        }
        aria-current={row.here ? 'step' : undefined}
        title={card.question}
        onClick={() => {
          open(row.key);
        }}
      >
        <span className="jp-TorchensteinMap-title">
          {card.number} {card.title}
        </span>
        <span className="jp-TorchensteinMap-minutes">
          {left === 0
            ? trans.__('done')
            : left < card.minutes
              ? trans.__('%1 min left', left)
              : trans.__('%1 min', card.minutes)}
        </span>
        <span className="jp-TorchensteinMap-dots">
          <span className="jp-TorchensteinHidden">{dotsText(core, trans)}</span>
          {core.map(dot => (
            <Dot key={dot.exercise} dot={dot} />
          ))}
          {more.length > 0 && (
            <span
              className="jp-TorchensteinMap-more"
              title={trans.__('More exercises, for those who want them')}
            >
              {more.map(dot => (
                <Dot key={dot.exercise} dot={dot} />
              ))}
            </span>
          )}
        </span>
      </button>
    </li>
  );
}

function Dot({ dot }: { dot: IDot }) {
  return (
    <span title={dot.title}>
      <StateDot look={dot.state} small />
    </span>
  );
}

/** The dots in words, for those who do not see them. */
export function dotsText(
  dots: readonly IDot[],
  trans: TranslationBundle
): string {
  const count = (state: IDot['state']) =>
    dots.filter(dot => dot.state === state).length;
  const next = dots.find(dot => dot.state === 'next');
  const sums = trans.__(
    '%1 of %2 exercises mastered, %3 passed with help.',
    count('mastered'),
    dots.length,
    count('helped')
  );
  return next ? `${sums} ${trans.__('Next: %1.', next.title)}` : sums;
}

function moduleTitle(
  number: string,
  title: string,
  trans: TranslationBundle
): string {
  return trans.__('Module %1 · %2', number, title);
}
