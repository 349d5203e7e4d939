import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client';

// The estate in counts; asked again while a round runs, so that the head and the overview move with it.
export function useOverview() {
  return useQuery({
    queryKey: ['overview'],
    queryFn: () => answer(api.GET('/overview')),
    refetchInterval: (query) => (query.state.data?.running_round ? 3000 : 30_000),
  });
}

export function useAbout() {
  return useQuery({ queryKey: ['about'], queryFn: () => answer(api.GET('/about')), staleTime: 300_000 });
}
