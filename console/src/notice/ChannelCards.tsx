// The channels there are: what each is told, how it does, and a trial.
import { SendOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Card, Col, Descriptions, type DescriptionsProps, Empty, Row, Tag } from 'antd';
import { useMay } from '../access/session';
import { answer, api, type Schemas } from '../api/client';
import { Foreign } from '../frame/Foreign';
import { ProblemNote, problemOf } from '../frame/ProblemNote';
import { When } from '../frame/When';
import { useCounts, useLanguage, useWords } from '../language/LanguageContext';
import { channelKindTerms, happeningTerms, severityTerms } from '../language/terms';
import { useTerm } from '../language/useTerm';
import { noticeWords } from './words';

type Channel = Schemas['Channel'];
const kRefreshMs = 5_000;

export function useChannels() {
  return useQuery({
    queryKey: ['channels'],
    queryFn: () => answer(api.GET('/channels')),
    refetchInterval: kRefreshMs,
  });
}

function ChannelState({ channel }: { channel: Channel }) {
  const t = useWords(noticeWords);
  if (channel.failure) return <Tag color="error">{t('failing')}</Tag>;
  if (!channel.last_sent_at) return <Tag>{t('idle')}</Tag>;
  return <Tag color="success">{t('well')}</Tag>;
}

function TestButton({ channel }: { channel: Channel }) {
  const t = useWords(noticeWords);
  const client = useQueryClient();
  const { notification } = App.useApp();
  const test = useMutation({
    mutationFn: () => answer(api.POST('/channels/{name}/test', { params: { path: { name: channel.name } } })),
    onSuccess: () => notification.success({ title: t('testSent', { channel: channel.name }) }),
    onError: (error) => {
      const problem = problemOf(error);
      notification.error({
        title: problem.title,
        description: [problem.detail, problem.next].filter(Boolean).join(' · '),
      });
    },
    onSettled: () => void client.invalidateQueries({ queryKey: ['channels'] }),
  });
  return (
    <Button
      size="small"
      icon={<SendOutlined />}
      loading={test.isPending}
      onClick={() => test.mutate()}
      data-testid={`test-${channel.name}`}
    >
      {t('test')}
    </Button>
  );
}

function useChannelItems() {
  const t = useWords(noticeWords);
  const count = useCounts();
  const term = useTerm();
  return (channel: Channel): DescriptionsProps['items'] => [
    { key: 'address', label: t('address'), children: <Foreign>{channel.address || '—'}</Foreign> },
    {
      key: 'tells',
      label: t('tells'),
      children: [
        t('fromSeverity', { severity: term(severityTerms, channel.least_severity) }),
        ...channel.tells.map((one) => term(happeningTerms, one)),
      ].join(' · '),
    },
    {
      key: 'waiting',
      label: t('waiting'),
      children: (
        <span className={channel.waiting > 0 ? 'hb-compare-off' : undefined}>
          {count(channel.waiting)}
          {channel.oldest_waiting_at && (
            <span className="hb-soft">
              {' '}
              · {t('since')} <When at={channel.oldest_waiting_at} />
            </span>
          )}
        </span>
      ),
    },
    {
      key: 'sent',
      label: t('sent'),
      children: `${count(channel.sent)} · ${t('givenUp')} ${count(channel.given_up)}`,
    },
    { key: 'last', label: t('lastSent'), children: <When at={channel.last_sent_at} /> },
  ];
}

export function ChannelCards() {
  const t = useWords(noticeWords);
  const term = useTerm();
  const may = useMay();
  const { language } = useLanguage();
  const items = useChannelItems();
  const query = useChannels();
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return null;
  if (query.data.items.length === 0)
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('noChannels')} className="hb-gap-below" />;
  return (
    <Row gutter={[16, 16]} className="hb-gap-below">
      {query.data.items.map((channel) => (
        <Col key={channel.name} xs={24} lg={12} xxl={8}>
          <Card
            size="small"
            data-testid={`channel-${channel.name}`}
            title={
              <>
                {channel.name} <ChannelState channel={channel} />{' '}
                <span className="hb-soft">{term(channelKindTerms, channel.kind)}</span>
              </>
            }
            extra={may('tell') && <TestButton channel={channel} />}
          >
            {channel.failure && (
              <Alert
                type="error"
                showIcon
                className="hb-gap-below"
                title={
                  <>
                    {channel.failure.explanation[language]}{' '}
                    {channel.failure.detail && (
                      <span className="hb-soft">
                        <Foreign>{channel.failure.detail}</Foreign>
                      </span>
                    )}
                  </>
                }
              />
            )}
            <Descriptions size="small" column={1} items={items(channel)} />
          </Card>
        </Col>
      ))}
    </Row>
  );
}
