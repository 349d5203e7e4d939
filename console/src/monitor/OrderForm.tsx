// A new order to the watch: how far the site may be looked at, a pause, quiet hours.
import { MinusCircleOutlined, PlusOutlined } from '@ant-design/icons';
import { App, Button, Checkbox, DatePicker, Form, Input, InputNumber, Radio, Select, Space } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import type { ReactNode } from 'react';
import type { Schemas } from '../api/client';
import { problemOf } from '../frame/ProblemNote';
import { useLanguage, useWords } from '../language/LanguageContext';
import { EditDrawer } from '../registry/EditDrawer';
import { dayName } from './orders';
import { orderWords } from './orderWords';

type Order = Schemas['OrderInForce'];
export type OrderBody = Schemas['WatchOrder'];
type Consent = Schemas['Consent'];
const kConsents: Consent[] = ['none', 'passive', 'standard', 'intrusive'];
const kWeek = [1, 2, 3, 4, 5, 6, 7];
const kTime = /^([01][0-9]|2[0-3]):[0-5][0-9]$/;

interface Fields {
  consent: Consent;
  consent_by?: string;
  paused?: boolean;
  pause_reason?: string;
  paused_until?: Dayjs | null;
  quiet?: { days: number[]; from: string; to: string }[];
  every?: number | null;
}

function bodyOf(fields: Fields): OrderBody {
  return {
    consent: fields.consent,
    consent_by: fields.consent_by?.trim() ?? '',
    paused: fields.paused ?? false,
    pause_reason: fields.paused ? (fields.pause_reason?.trim() ?? '') : '',
    paused_until: fields.paused && fields.paused_until ? fields.paused_until.toISOString() : null,
    quiet: fields.quiet ?? [],
    every: fields.every ?? 1,
  };
}

function QuietRows() {
  const t = useWords(orderWords);
  const { language } = useLanguage();
  const days = kWeek.map((day) => ({ value: day, label: dayName(day, language) }));
  const time = { required: true, pattern: kTime, message: '22:00' };
  return (
    <Form.Item label={t('quiet')} extra={t('quietHint')}>
      <Form.List name="quiet">
        {(rows, { add, remove }) => (
          <>
            {rows.map((row) => (
              <Space key={row.key} align="baseline" wrap>
                <Form.Item name={[row.name, 'days']} rules={[{ required: true, message: t('needed') }]}>
                  <Select
                    mode="multiple"
                    maxTagCount="responsive"
                    options={days}
                    className="hb-quiet-days"
                    aria-label={t('days')}
                    placeholder={t('days')}
                  />
                </Form.Item>
                <Form.Item name={[row.name, 'from']} rules={[time]}>
                  <Input className="hb-quiet-time" maxLength={5} aria-label={t('from')} placeholder="22:00" />
                </Form.Item>
                <Form.Item name={[row.name, 'to']} rules={[time]}>
                  <Input className="hb-quiet-time" maxLength={5} aria-label={t('to')} placeholder="06:00" />
                </Form.Item>
                <Button
                  type="text"
                  icon={<MinusCircleOutlined />}
                  aria-label={t('remove')}
                  onClick={() => remove(row.name)}
                />
              </Space>
            ))}
            <Button icon={<PlusOutlined />} onClick={() => add({ days: [1, 2, 3, 4, 5], from: '', to: '' })}>
              {t('addQuiet')}
            </Button>
          </>
        )}
      </Form.List>
    </Form.Item>
  );
}

function PauseFields() {
  const t = useWords(orderWords);
  const paused = Form.useWatch('paused');
  return (
    <>
      <Form.Item name="paused" valuePropName="checked">
        <Checkbox>{t('pause')}</Checkbox>
      </Form.Item>
      {paused && (
        <>
          <Form.Item
            name="pause_reason"
            label={t('pauseReason')}
            rules={[{ required: true, whitespace: true, message: t('needed') }]}
          >
            <Input maxLength={300} />
          </Form.Item>
          <Form.Item name="paused_until" label={t('until')}>
            <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" minDate={dayjs()} />
          </Form.Item>
        </>
      )}
    </>
  );
}

function ConsentFields() {
  const t = useWords(orderWords);
  const consent = Form.useWatch('consent');
  const needed = consent === 'standard' || consent === 'intrusive';
  return (
    <>
      <Form.Item name="consent" label={t('consent')}>
        <Radio.Group className="hb-radio-lines">
          {kConsents.map((one) => (
            <Radio key={one} value={one}>
              {t(one)} <small className="hb-soft">{t(`${one}More` as const)}</small>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <Form.Item
        name="consent_by"
        label={t('consentBy')}
        extra={t('consentByHint')}
        rules={[{ required: needed, whitespace: needed, message: t('needed') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </>
  );
}

export function Withdraw({ withdraw, onDone }: { withdraw: () => Promise<unknown>; onDone: () => void }) {
  const t = useWords(orderWords);
  const { modal, notification } = App.useApp();
  const ask = () =>
    void modal.confirm({
      title: t('withdrawAsk'),
      content: t('withdrawMore'),
      okText: t('withdraw'),
      onOk: () =>
        withdraw().then(onDone, (error: unknown) =>
          notification.error({ title: problemOf(error).title, description: problemOf(error).next }),
        ),
    });
  return <Button onClick={ask}>{t('withdraw')}</Button>;
}

// `whom`: fields that say whom the order is for, where that is not given.
export function OrderForm<W extends object>({
  order,
  save,
  whom,
  onClose,
  onSaved,
}: {
  order: Order;
  save: (body: OrderBody, fields: Fields & Partial<W>) => Promise<unknown>;
  whom?: ReactNode;
  onClose: () => void;
  onSaved: () => void;
}) {
  const t = useWords(orderWords);
  return (
    <EditDrawer<Fields & Partial<W>, unknown>
      open
      title={t('change')}
      initial={
        {
          consent: order.consent,
          consent_by: order.consent_by,
          paused: order.paused,
          pause_reason: order.pause_reason,
          paused_until: order.paused_until ? dayjs(order.paused_until) : null,
          quiet: order.quiet,
          every: order.every,
        } as Partial<Fields & Partial<W>>
      }
      save={(fields) => save(bodyOf(fields), fields)}
      onClose={onClose}
      onSaved={onSaved}
    >
      {whom}
      <ConsentFields />
      <PauseFields />
      <QuietRows />
      <Form.Item name="every" label={t('every')} extra={t('everyHint')}>
        <InputNumber min={1} max={1000} precision={0} />
      </Form.Item>
      <p className="hb-soft">{t('fromNext')}</p>
    </EditDrawer>
  );
}
