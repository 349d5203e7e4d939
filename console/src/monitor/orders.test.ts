import { expect, test } from 'vitest';
import { daysText, endsNextDay } from './orders';

test('days in a row are told as a range', () => {
  expect(daysText([1, 2, 3, 4, 5], 'zh')).toBe('周一至五');
  expect(daysText([5, 1, 2, 3], 'en')).toBe('Mon–Wed, Fri');
  expect(daysText([6, 7], 'zh')).toBe('周六、日');
});

test('hours that end before they begin end on the next day', () => {
  expect(endsNextDay({ days: [1], from: '22:00', to: '06:00' })).toBe(true);
  expect(endsNextDay({ days: [1], from: '02:00', to: '06:00' })).toBe(false);
  expect(endsNextDay({ days: [1], from: '00:00', to: '00:00' })).toBe(true);
});
