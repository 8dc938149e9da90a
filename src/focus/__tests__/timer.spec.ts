import { FocusTimer } from '../timer';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

describe('A stretch of deep work', () => {
  it('tells each minute once, and is over at its end', () => {
    const timer = new FocusTimer();
    timer.start(3);
    const told: (number | null)[] = [];
    timer.changed.connect(() => told.push(timer.minutesLeft));
    jest.advanceTimersByTime(10 * 60_000);
    expect(told).toEqual([2, 1, 0]);
    expect(timer.isOver).toBe(true);
  });

  it('begins anew when it is asked to', () => {
    const timer = new FocusTimer();
    timer.start(1);
    jest.advanceTimersByTime(60_000);
    timer.start(2);
    expect([timer.minutesLeft, timer.isOver]).toEqual([2, false]);
  });

  it('has no end when no time is set', () => {
    const timer = new FocusTimer();
    timer.start(0);
    jest.advanceTimersByTime(60 * 60_000);
    expect([timer.minutesLeft, timer.isOver]).toEqual([null, false]);
  });

  it('is silent once it is disposed of', () => {
    const timer = new FocusTimer();
    timer.start(2);
    let told = 0;
    timer.changed.connect(() => (told += 1));
    timer.dispose();
    jest.advanceTimersByTime(5 * 60_000);
    expect(told).toBe(0);
  });
});
