// Compiled, never run: what the types promise.
import {
  ProblemError, SecondFactorStep, createClient, memoryStore,
} from '@secureauth/client';
import type { ErrorCode, Fields, Output, SignInStep, TokenStore } from '@secureauth/client';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function is<_T extends true>(): void {}

const store: TokenStore = memoryStore();
const auth = createClient({ baseUrl: 'https://auth.example.com', store });

export async function example(error: unknown): Promise<void> {
  const step: SignInStep = await auth.signIn({ email: 'ada@example.com', password: 'violet anvil tuesday 7' });
  if (step.status === 'second_factor') {
    is<Equal<typeof step, SecondFactorStep>>();
    await step.withCode('492039', { signal: new AbortController().signal });
  }

  const me = await auth.api.getMe();
  is<Equal<typeof me.email, string>>();
  is<Equal<typeof me.fields, Fields | undefined>>();
  is<Equal<Output<'deleteMe'>, undefined>>();
  await auth.api.listActivity();
  await auth.api.listActivity({ query: { limit: 5 } });
  await auth.api.endSession({ path: { id: me.id }, requestId: 'my-request' });
  await auth.api.updateMe({ body: { display_name: null } });

  // What a server has with certain settings.
  await auth.signIn({ username: 'ada', password: 'violet anvil tuesday 7' });
  const { request_token = '' } = await auth.api.register({
    body: { email: 'ada@example.com', password: 'violet anvil tuesday 7', username: 'ada', fields: { department: 'Sales' } },
  });
  await auth.api.verifyEmail({ body: { request_token, code: '40719263' } });
  await auth.api.verifyEmail({ body: { token: 'saot_' } });
  const asked = await auth.api.forgotPassword({ body: { email: 'ada@example.com', link_base: 'https://app.example.com/auth' } });
  await auth.api.resetPassword({ body: { request_token: asked?.request_token ?? '', code: '40719263', new_password: '' } });
  await auth.api.updateMe({ body: { username: null, fields: { department: null } } });
  const { data } = await auth.http.GET('/api/v1/users/me');
  is<Equal<NonNullable<typeof data>['email'], string>>();

  // @ts-expect-error The path has an id.
  await auth.api.endSession();
  // @ts-expect-error A code is nothing without its request.
  await auth.api.verifyEmail({ body: { code: '40719263' } });
  // @ts-expect-error Either of them.
  await auth.signIn({ password: 'violet anvil tuesday 7' });
  // @ts-expect-error The body has no such member.
  await auth.api.updateMe({ body: { roles: ['admin'] } });
  // @ts-expect-error The client keeps the tokens itself.
  await auth.api.refresh({ body: { refresh_token: '' } });

  if (error instanceof ProblemError) {
    is<Equal<typeof error.code, ErrorCode>>();
    if (error.code === 'invalid_credentials') return;
    // @ts-expect-error There is no such code.
    if (error.code === 'wrong_password') return;
  }
}
