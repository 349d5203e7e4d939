import { StopOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { problemOf } from '../frame/ProblemNote';
import { useWords } from '../language/LanguageContext';
import { registryKeys } from './EditDrawer';
import { registryWords } from './words';

interface EndButtonProps {
  label: string;
  ask: string;
  end: () => Promise<unknown>;
  onEnded?: () => void;
  small?: boolean;
}

// What ends stays in the history, but it leaves every list: asked twice.
export function EndButton({ label, ask, end, onEnded, small }: EndButtonProps) {
  const t = useWords(registryWords);
  const client = useQueryClient();
  const { modal, message, notification } = App.useApp();
  const ending = useMutation({
    mutationFn: end,
    onSuccess: () => {
      void message.success(t('ended'));
      onEnded?.();
      for (const key of registryKeys) void client.invalidateQueries({ queryKey: [key] });
    },
    onError: (error) => notification.error({ title: problemOf(error).title, description: problemOf(error).next }),
  });
  const confirm = () =>
    void modal.confirm({
      title: ask,
      content: t('endMore'),
      okText: label,
      okButtonProps: { danger: true },
      onOk: () => ending.mutateAsync().catch(() => undefined),
    });
  return (
    <Button
      danger
      type={small ? 'text' : 'default'}
      size={small ? 'small' : 'middle'}
      icon={<StopOutlined />}
      onClick={confirm}
    >
      {label}
    </Button>
  );
}
