// The drawer every form of the register stands in: fields, what the server says is wrong, save and cancel.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer, Form, Space } from 'antd';
import type { ReactNode } from 'react';
import { ProblemNote } from '../frame/ProblemNote';
import { useWords } from '../language/LanguageContext';
import { registryWords } from './words';

export interface EditDrawerProps<F extends object, R> {
  open: boolean;
  title: string;
  initial: Partial<F>;
  save: (fields: F) => Promise<R>;
  onSaved?: (result: R) => void;
  onClose: () => void;
  children: ReactNode;
}

export const registryKeys = ['sites', 'site', 'organisations', 'organisation', 'overview'];

export function EditDrawer<F extends object, R>(props: EditDrawerProps<F, R>) {
  const t = useWords(registryWords);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<F>();
  const save = useMutation({
    mutationFn: props.save,
    onSuccess: (result) => {
      void message.success(t('saved'));
      for (const key of registryKeys) void client.invalidateQueries({ queryKey: [key] });
      props.onClose();
      props.onSaved?.(result);
    },
  });
  return (
    <Drawer
      open={props.open}
      onClose={props.onClose}
      title={props.title}
      size={500}
      destroyOnHidden
      afterOpenChange={(now) => now && save.reset()}
      footer={
        <Space>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            {t('save')}
          </Button>
          <Button onClick={props.onClose}>{t('cancel')}</Button>
        </Space>
      }
    >
      <Form<F>
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={props.initial}
        onFinish={(fields) => save.mutate(fields)}
      >
        {props.children}
      </Form>
      {save.isError && <ProblemNote error={save.error} />}
    </Drawer>
  );
}
