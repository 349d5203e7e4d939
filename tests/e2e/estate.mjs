// The real server over an estate of sick sites: both processes on free loopback ports, all state in one temporary folder.
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openChanging } from './changing.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const huabiao = process.env.HUABIAO_BIN ?? join(root, 'build/release/huabiao');
const badweb = process.env.BADWEB_BIN ?? join(root, 'build/release/tests/badweb/badweb');

// The account a browser that draws pages can run as; null: there is none, or we may not become it.
function renderUser() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/lib/chromium/chromium')) return null;
  return ['huabiao-render', 'nobody'].find((name) => spawnSync('id', [name]).status === 0) ?? null;
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

// One channel that takes everything, one that nobody listens on.
function channels(port) {
  return `
[[channel]]
name = "log"
kind = "syslog"
transport = "udp"
host = "127.0.0.1"
port = ${port}
private_addresses = "allow"
tell = ["opened", "confirmed", "resolved", "reopened"]

[[channel]]
name = "duty"
kind = "mail"
host = "127.0.0.1"
port = 1
tls = "none"
from = "huabiao@example.gov.cn"
to = ["duty@example.gov.cn"]
private_addresses = "allow"
least_severity = "high"
`;
}

function listening() {
  return new Promise((done, fail) => {
    const socket = createSocket('udp4');
    socket.on('error', fail);
    socket.bind(0, '127.0.0.1', () => done(socket));
  });
}

// Starts a program and waits for the JSON line it prints when it is ready.
function started(program, words, seconds) {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors = (errors + chunk).slice(-8000);
  });
  const line = new Promise((done, fail) => {
    const timer = setTimeout(
      () => fail(new Error(`${program} was not ready after ${seconds} s: ${errors}`)),
      seconds * 1000,
    );
    createInterface(child.stdout).once('line', (text) => {
      clearTimeout(timer);
      done(text);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(new Error(`${program} ended with ${code} before it was ready: ${errors}`));
    });
    child.once('error', fail);
  });
  return { child, line, errors: () => errors };
}

async function stopped(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await gone;
  clearTimeout(timer);
}

// Rows as they come from real offices: a URL for a host, no unit, an answer that is neither yes nor no, a row twice.
const messyRows = [
  ['单位名称', '网站名称', '英文域名', '中文域名', '是否挂标', '联系人', '联系电话'],
  [
    '青石县档案馆',
    '青石县档案馆',
    'http://dag.qingshi-shili.gov.cn/index.html',
    '无',
    '是',
    '联系人甲',
    '0000-1234567',
  ],
  ['', '青石县无名网站', 'wm.qingshi-shili.gov.cn', '无', '是', '联系人乙', '0000-1234568'],
  ['青石县司法局', '青石县司法局', 'sfj qingshi..gov.cn', '无', '是', '联系人丙', '0000-1234569'],
  ['青石县审计局', '青石县审计局', 'sjj.qingshi-shili.gov.cn', '青石县审计局·政务', '已申请', '联系人丁', '12'],
  ['青石县统计局', '青石县统计局', 'tjj.qingshi-shili.gov.cn', '无', '否', '联系人戊', '13800000000'],
  ['青石县统计局', '青石县统计局', 'tjj.qingshi-shili.gov.cn', '无', '否', '联系人戊', '13800000000'],
];

export async function openEstate({ seed, sites }) {
  const folder = mkdtempSync(join(tmpdir(), 'huabiao-e2e-'));
  const path = (name) => join(folder, name);
  const children = [];
  const syslog = await listening();
  const changing = await openChanging();
  const draws = renderUser();
  const close = async () => {
    syslog.close();
    changing.close();
    for (const child of children.reverse()) await stopped(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const drawn = spawnSync(badweb, [
      'estate',
      '--seed',
      String(seed),
      '--sites',
      String(sites),
      '--workbook',
      path('annex3.xlsx'),
      '--truth',
      path('truth.jsonl'),
    ]);
    if (drawn.status !== 0) throw new Error(`badweb estate: ${drawn.error ?? drawn.stderr}`);
    const web = started(
      badweb,
      [
        'serve',
        '--estate',
        path('truth.jsonl'),
        '--ca-out',
        path('ca.pem'),
        '--lifetime',
        '1800',
        '--time-scale',
        '0.3',
      ],
      30,
    );
    children.push(web.child);
    const { lab } = JSON.parse(await web.line);
    const port = await freePort();
    mkdirSync(path('data'), { mode: 0o700 });
    writeFileSync(path('data/huabiao.toml'), channels(syslog.address().port));
    const serveAt = (place, ...more) =>
      started(
        huabiao,
        [
          '--data',
          path('data'),
          'serve',
          '--format',
          'jsonl',
          '--listen',
          `127.0.0.1:${port}`,
          '--lab',
          place,
          '--ca-file',
          path('ca.pem'),
          '--host-gap',
          '0s',
          '--retry-pause',
          '200ms',
          '--timeout',
          '5s',
          '--sign-in-second-factor',
          'optional',
          ...more,
        ],
        60,
      );
    const serve = (...more) => serveAt(lab, ...more);
    let server = serve();
    children.push(server.child);
    const { address, accounts } = JSON.parse(await server.line);
    const { account, secret } = accounts[0];
    writeFileSync(path('messy.csv'), `\ufeff${messyRows.map((row) => row.join(',')).join('\r\n')}\r\n`);
    const truth = readFileSync(path('truth.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    return {
      address,
      account,
      secret,
      security: accounts[1],
      auditor: accounts[2],
      truth,
      workbook: path('annex3.xlsx'),
      messy: path('messy.csv'),
      errors: () => server.errors(),
      // The same server with the watch on, at the same address.
      watched: async (every) => {
        await stopped(server.child);
        const looks = ['--watch-tls', '20s', '--watch-registration', '20s', '--domain-registry', changing.registry];
        server = serve('--watch', every, '--watch-walk', '20s', '--domain-registry-gap', '1s', ...looks);
        children.push(server.child);
        await server.line;
      },
      // The same once more; what asks without TLS meets a site that changes.
      changing: async (every) => {
        await stopped(server.child);
        const drawing = draws ? ['--watch-render', '5s', '--render-user', draws] : [];
        const [host, , tls] = lab.split(':');
        server = serveAt(`${host}:${changing.port}:${tls}`, '--watch', every, '--watch-dns', 'off', ...drawing);
        children.push(server.child);
        await server.line;
      },
      draws: draws !== null,
      drawn: changing.drawn,
      hack: changing.hack,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
