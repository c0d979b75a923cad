import { StartPage } from '#components/shell/start-page.tsx';

export default function Page() {
  return <StartPage />;
}
