import type { TranslationBundle } from '@jupyterlab/translation';
import { useEffect } from 'react';

import type { Badge, Course } from '../contracts';
import { InlineText } from '../ui/inline-text';
import { medalIcon } from '../ui/icons';
import { useSignal } from '../ui/use-signal';
import type { JournalModel } from './journal-model';
import { Skeleton } from './lesson-view';

/**
 * Badges, earned and waiting, and what the learner wrote to the duck.
 */
export function JournalView(props: {
  course: Course;
  journal: JournalModel;
  trans: TranslationBundle;
}) {
  const { course, journal, trans } = props;
  useSignal(journal.changed);
  useEffect(() => {
    void journal.load();
  }, [journal]);
  const earned = course.badges.filter(badge => badge.earned_at !== null);
  const waiting = course.badges.filter(badge => badge.earned_at === null);
  return (
    <>
      <section aria-label={trans.__('Badges')}>
        <h3>{trans.__('Badges')}</h3>
        {earned.length === 0 && (
          <p className="jp-TorchensteinPanel-empty">
            {trans.__(
              'None yet. The first one comes with the first exercise you pass.'
            )}
          </p>
        )}
        <BadgeList badges={earned} course={course} trans={trans} />
        {waiting.length > 0 && (
          <>
            <h4>{trans.__('Waiting for you')}</h4>
            <BadgeList badges={waiting} course={course} trans={trans} />
          </>
        )}
      </section>
      <section aria-label={trans.__('Journal')}>
        <h3>{trans.__('Journal')}</h3>
        <Entries journal={journal} trans={trans} />
      </section>
    </>
  );
}

function BadgeList(props: {
  badges: readonly Badge[];
  course: Course;
  trans: TranslationBundle;
}) {
  const { badges, course, trans } = props;
  return (
    <ul className="jp-TorchensteinBadges">
      {badges.map(badge => {
        const earned = badge.earned_at !== null;
        return (
          <li
            key={`${badge.pack}/${badge.lesson}/${badge.id}`}
            className={earned ? 'jp-mod-earned' : 'jp-mod-waiting'}
          >
            <medalIcon.react tag="span" className="jp-TorchensteinMedal" />
            <span>
              <strong>{badge.title}</strong>
              <span className="jp-TorchensteinBadges-lesson">
                {lessonNumber(badge, course)}
              </span>
              <span className="jp-TorchensteinBadges-how">
                <InlineText text={earned ? badge.says : badge.how} />
              </span>
              <span className="jp-TorchensteinHidden">
                {earned ? trans.__('Earned') : trans.__('Waiting')}
              </span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Entries(props: { journal: JournalModel; trans: TranslationBundle }) {
  const { journal, trans } = props;
  if (journal.entries === null) {
    return journal.problem ? (
      <div className="jp-TorchensteinPanel-notice" role="alert">
        {journal.problem.message} {journal.problem.remedy}
        <button type="button" onClick={() => void journal.load()}>
          {trans.__('Try again')}
        </button>
      </div>
    ) : (
      <Skeleton rows={3} label={trans.__('Loading the journal')} />
    );
  }
  if (journal.entries.length === 0) {
    return (
      <p className="jp-TorchensteinPanel-empty">
        {trans.__(
          'Nothing yet. At the end of a lesson, explain its idea to the duck; what you write is kept here.'
        )}
      </p>
    );
  }
  return (
    <>
      {journal.entries.map(entry => (
        <article key={entry.id} className="jp-TorchensteinEntry">
          <h4>
            {entry.title}
            <time dateTime={entry.time}>{dayOf(entry.time)}</time>
          </h4>
          <p className="jp-TorchensteinEntry-question">
            <InlineText text={entry.question} />
          </p>
          <p className="jp-TorchensteinEntry-text">{entry.text}</p>
          {entry.met.length > 0 && (
            <p className="jp-TorchensteinEntry-met">
              {trans._n(
                '%1 point of the rubric met',
                '%1 points of the rubric met',
                entry.met.length
              )}
            </p>
          )}
        </article>
      ))}
    </>
  );
}

/** The day in the reader's own way of writing it. */
function dayOf(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime())
    ? ''
    : date.toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
}

function lessonNumber(badge: Badge, course: Course): string {
  return (
    course.packs
      .find(pack => pack.id === badge.pack)
      ?.lessons.find(card => card.id === badge.lesson)?.number ?? ''
  );
}
