import { Client, type ClientReadableStream, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import type { HubbleEvent } from '#lib/flows/hubble-flow.ts';
import { decodeResponse, GET_FLOWS } from './hubble-proto.ts';
import { askedName, credentialsOf, type HubbleTarget } from './hubble-target.ts';

/** A relay ends connections that ask more often than every five minutes whether it is there. */
const KEEPALIVE_MS = 5 * 60_000 + 10_000;
const KEEPALIVE_TIMEOUT_MS = 20_000;
/** Far above any event; a peer that sends more is none. */
const LONGEST_MESSAGE = 1_048_576;

/** Stands for bytes that were no message: a decoder that throws would end the stream. */
export const UNREADABLE: HubbleEvent = Object.freeze({});

export interface StreamEvents {
  /** `UNREADABLE` where the bytes were no message. */
  event(event: HubbleEvent): void;
  /** The connection stands, before its first event. */
  open(): void;
  /** Once, whatever ended it; after `close` never. */
  end(error: StreamEnd): void;
}

export interface StreamEnd {
  readonly code: number;
  /** In gRPC's and the server's words. */
  readonly message: string;
}

export interface HubbleStream {
  /** Nothing more is read until `resume`: the server then has to wait, or to lose. */
  pause(): void;
  resume(): void;
  close(): void;
}

/** Opens a stream of events with an encoded request. Throws where a file of the target cannot be read. */
export function openHubbleStream(target: HubbleTarget, request: Buffer, events: StreamEvents): HubbleStream {
  const name = askedName(target);
  const client = new Client(target.address, credentialsOf(target), {
    'grpc.keepalive_time_ms': KEEPALIVE_MS,
    'grpc.keepalive_timeout_ms': KEEPALIVE_TIMEOUT_MS,
    'grpc.keepalive_permit_without_calls': 0,
    'grpc.max_receive_message_length': LONGEST_MESSAGE,
    'grpc.enable_retries': 0, // we come back ourselves, from where we were
    'grpc.use_local_subchannel_pool': 1, // each attempt with the certificates of now
    ...(name === undefined ? {} : { 'grpc.ssl_target_name_override': name, 'grpc.default_authority': name }),
  });
  let over = false;
  const call: ClientReadableStream<HubbleEvent> = client.makeServerStreamRequest(
    GET_FLOWS,
    (bytes: Buffer) => bytes,
    decodeOrNothing,
    request,
    new Metadata(),
  );
  const end = (reason: StreamEnd): void => {
    if (over) return;
    over = true;
    client.close();
    events.end(reason);
  };
  // Not the headers: a server that has nothing to tell yet sends none.
  client.waitForReady(Number.POSITIVE_INFINITY, (error) => {
    if (error === undefined && !over) events.open();
  });
  call.on('data', (event: HubbleEvent) => {
    if (!over) events.event(event);
  });
  call.on('error', (error: ServiceError) =>
    end({ code: error.code ?? status.UNKNOWN, message: error.details || error.message }),
  );
  call.on('end', () => end({ code: status.OK, message: '' }));
  return {
    pause: () => call.pause(),
    resume: () => call.resume(),
    close() {
      over = true;
      call.cancel();
      client.close();
    },
  };
}

function decodeOrNothing(bytes: Buffer): HubbleEvent {
  try {
    return decodeResponse(bytes);
  } catch {
    return UNREADABLE;
  }
}
