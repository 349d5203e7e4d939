// A host as people write it; a Chinese one with its form in the DNS beside it.
import { Foreign } from './Foreign';
import { readableHost } from './hostNames';

export function HostName({ host, port }: { host: string; port?: number | null }) {
  const readable = readableHost(host);
  const behind = port ? `:${port}` : '';
  if (readable === host)
    return (
      <span className="hb-mono">
        <Foreign>{host + behind}</Foreign>
      </span>
    );
  return (
    <span>
      <Foreign>{readable + behind}</Foreign>{' '}
      <span className="hb-faint hb-mono hb-host-dns">
        <Foreign>{host}</Foreign>
      </span>
    </span>
  );
}
