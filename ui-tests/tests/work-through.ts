import { expect } from '@playwright/test';

import { lessonText } from './course-text';
import type { LabPage } from './lab-page';

const WORDS = 'One call answers for every number at once.';

/**
 * Work through a lesson from the first cell to the last badge, as a learner does: read on to each exercise, answer
 * it (with `mistakes`, wrongly first), explain the idea to the duck, and look at what it came to.
 */
export async function workThrough(
  lab: LabPage,
  lesson: string,
  { mistakes }: { mistakes: boolean }
): Promise<void> {
  const { title, number, exercises, badges } = lessonText(lesson);
  await lab.openLesson(lesson);
  for (const { id, names } of exercises) {
    await lab.readOnTo(id);
    const exercise = await lab.exercise(id, 0, lesson);
    if (mistakes) {
      await exercise.write(names.map(name => `${name} = None`).join('\n'));
      await exercise.check(/\S/);
      await expect(
        exercise.bar.getByText('Begun', { exact: true })
      ).toBeAttached();
    }
    await exercise.solve(lesson);
    await exercise.check('Every promise of the task is kept.');
    await expect(
      exercise.bar.getByText('Mastered', { exact: true })
    ).toBeAttached();
  }

  await lab.section('Lesson');
  const duck = lab.panel.getByRole('region', {
    name: 'Explain it to the duck'
  });
  await duck.getByRole('textbox').fill(WORDS);
  await duck.getByRole('button', { name: 'Save to the journal' }).click();
  await expect(duck.getByText('One way to say it')).toBeVisible();
  await duck.getByRole('checkbox').first().check();

  await lab.section('Course');
  await expect(
    lab.panel.getByRole('button', { name: `${number} ${title}` })
  ).toContainText('done');

  await lab.section('Badges and journal');
  const journal = lab.panel.getByRole('region', { name: 'Journal' });
  await expect(journal).toContainText(WORDS);
  await expect(journal).toContainText('1 point of the rubric met');
  const held = lab.panel.getByRole('region', { name: 'Badges' });
  for (const badge of badges) {
    // A comeback needs a mistake first.
    const waits = badge.rule.kind === 'comeback' && !mistakes;
    await expect(
      held.locator(waits ? '.jp-mod-waiting' : '.jp-mod-earned', {
        hasText: badge.title
      })
    ).toBeVisible();
  }
}
