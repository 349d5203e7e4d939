// A site whose home page is what the journey wants it to be, and a registry that knows every domain: small servers on
// loopback for what the estate of sick sites does not do.
import { createServer as createHttp } from 'node:http';
import { createServer as createTcp } from 'node:net';

export const changingHost = 'tsg.qingshi-shili.gov.cn';

const kList = ['防汛', '读书节', '换证', '闭馆', '讲座', '展览'];

function html({ title, inside, hacked }) {
  const list = kList.map((name, at) => `<li><a href="/a/${at}.html">关于${name}工作的通知</a></li>`).join('');
  return `<!doctype html><html lang="zh"><meta charset="utf-8"><title>${title}</title>
<style>body{font:18px sans-serif;margin:0}header{background:${hacked ? '#181818' : '#1d4f91'};color:#fff;padding:24px}main{padding:24px}</style>
<header><h1>${title}</h1></header><main><img src="/badge.png" alt=""><ul>${list}</ul>${inside}</main>`;
}

const kCalm = { title: '青石县公共图书馆', inside: '<p>开放时间：每周二至周日</p>', hacked: false };
const kHacked = {
  title: '青石县公共图书馆 - 网上娱乐',
  inside:
    '<p>&lt;script&gt;alert(1)&lt;/script&gt; 注册送彩金</p>' +
    '<div style="position:absolute;left:-2000px"><a href="http://casino.example.com/">澳门百家乐 彩票投注</a></div>' +
    '<script src="http://203.0.113.9:81/x.js"></script>',
  hacked: true,
};

function listening(server) {
  return new Promise((done, fail) => {
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => done(server.address().port));
  });
}

export async function openChanging() {
  let shown = kCalm;
  let drawn = 0; // how often a browser asked for the page's picture
  const web = createHttp((request, response) => {
    const own = (request.headers.host ?? '').startsWith(changingHost);
    if (own && request.url === '/badge.png') drawn += 1;
    const home = own && request.url === '/';
    response.writeHead(home ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(home ? html(shown) : '');
  });
  const registry = createTcp((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (asked) => {
      const domain = asked.toString('ascii').trim();
      const ends = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);
      socket.end(
        `Domain Name: ${domain}\r\nDomain Status: ok\r\nSponsoring Registrar: 首选注册商有限公司\r\nName Server: ns1.${domain}\r\n` +
          `Registration Time: 2003-03-17 12:20:05\r\nExpiration Time: ${ends} 12:00:00\r\n`,
      );
    });
  });
  const port = await listening(web);
  const whois = await listening(registry);
  return {
    port,
    registry: `cn=whois://127.0.0.1:${whois}`,
    drawn: () => drawn,
    hack: () => {
      shown = kHacked;
    },
    close: () => {
      web.closeAllConnections();
      web.close();
      registry.close();
    },
  };
}
