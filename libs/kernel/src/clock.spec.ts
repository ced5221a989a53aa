import { Clock } from './clock.js';

it('stands still where a test asks, and runs again afterwards', () => {
  Clock.freeze('2026-11-24T10:00:00Z');
  expect(Clock.now().toString()).toBe('2026-11-24T10:00:00Z');
  Clock.freeze(null);
  expect(Math.abs(Clock.now().epochMilliseconds - Date.now())).toBeLessThan(1000);
});
