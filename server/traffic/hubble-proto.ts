import protobuf from 'protobufjs';
import type { HubbleEvent } from '#lib/flows/hubble-flow.ts';

/**
 * What we ask and read of Hubble's API, by the field numbers of Cilium's: other fields are passed over. It stands here
 * and not in a file of its own so that it is found wherever the code is bundled.
 *
 * Times are unsigned 32 bits on our side: alike on the wire until 2106, and a number where 64 bits would be an object.
 * Enums are plain numbers: some agents send numbers that Cilium's enums do not have.
 */
const HUBBLE_PROTO = `
syntax = "proto3";
package observer;

message Time { uint32 seconds = 1; uint32 nanos = 2; }
message Bool { bool value = 1; }
message FieldMask { repeated string paths = 1; }

message GetFlowsRequest {
  uint32 number = 1;
  bool follow = 3;
  repeated FlowFilter blacklist = 5;
  repeated FlowFilter whitelist = 6;
  Time since = 7;
  bool first = 9;
  FieldMask field_mask = 10;
}

message FlowFilter {
  repeated EventTypeFilter event_type = 6;
  repeated string destination_label = 11;
  repeated string protocol = 12;
  repeated bool reply = 15;
  repeated uint32 source_identity = 19;
  repeated uint32 destination_identity = 20;
}

message EventTypeFilter { int32 type = 1; bool match_sub_type = 2; int32 sub_type = 3; }

message GetFlowsResponse {
  Flow flow = 1;
  NodeStatusEvent node_status = 2;
  LostEvent lost_events = 3;
  string node_name = 1000;
  Time time = 1001;
}

message NodeStatusEvent { uint32 state_change = 1; repeated string node_names = 2; string message = 3; }
message LostEvent { uint32 source = 1; uint32 num_events_lost = 2; Time first = 4; Time last = 5; }

message Flow {
  Time time = 1;
  uint32 verdict = 2;
  uint32 drop_reason = 3;
  IP IP = 5;
  Layer4 l4 = 6;
  Endpoint source = 8;
  Endpoint destination = 9;
  uint32 Type = 10;
  string node_name = 11;
  repeated string source_names = 13;
  repeated string destination_names = 14;
  Layer7 l7 = 15;
  EventType event_type = 19;
  Service source_service = 20;
  Service destination_service = 21;
  uint32 traffic_direction = 22;
  uint32 trace_observation_point = 24;
  uint32 drop_reason_desc = 25;
  Bool is_reply = 26;
  string uuid = 34;
  uint32 trace_reason = 36;
  repeated Policy egress_allowed_by = 21001;
  repeated Policy ingress_allowed_by = 21002;
  repeated Policy egress_denied_by = 21004;
  repeated Policy ingress_denied_by = 21005;
  Aggregate aggregate = 21007;
}

message IP { string source = 1; string destination = 2; bool encrypted = 4; }
message Layer4 { TCP TCP = 1; Ports UDP = 2; Nothing ICMPv4 = 3; Nothing ICMPv6 = 4; Ports SCTP = 5; }
message TCP { uint32 source_port = 1; uint32 destination_port = 2; TCPFlags flags = 3; }
message TCPFlags { bool SYN = 2; bool ACK = 5; }
message Ports { uint32 source_port = 1; uint32 destination_port = 2; }
message Nothing {}
message Endpoint {
  uint32 ID = 1;
  uint32 identity = 2;
  string namespace = 3;
  repeated string labels = 4;
  string pod_name = 5;
  repeated Workload workloads = 6;
}
message Workload { string name = 1; string kind = 2; }
message Layer7 { uint32 type = 1; DNS dns = 100; }
message DNS { string query = 1; repeated string ips = 2; }
message EventType { int32 type = 1; int32 sub_type = 2; }
message Service { string name = 1; string namespace = 2; }
message Policy { string name = 1; string namespace = 2; string kind = 5; }
message Aggregate { uint32 ingress_flow_count = 1; uint32 egress_flow_count = 2; uint32 unknown_direction_flow_count = 3; }
`;

const { root } = protobuf.parse(HUBBLE_PROTO, { keepCase: true });
const request = root.lookupType('observer.GetFlowsRequest');
const response = root.lookupType('observer.GetFlowsResponse');

export const GET_FLOWS = '/observer.Observer/GetFlows';

export interface FlowsRequest {
  readonly number?: number;
  readonly follow?: boolean;
  readonly first?: boolean;
  readonly since?: { readonly seconds: number; readonly nanos: number };
  readonly whitelist?: readonly FlowFilter[];
  readonly blacklist?: readonly FlowFilter[];
  readonly field_mask?: { readonly paths: readonly string[] };
}

export interface FlowFilter {
  readonly event_type?: readonly {
    readonly type: number;
    readonly match_sub_type?: boolean;
    readonly sub_type?: number;
  }[];
  readonly destination_label?: readonly string[];
  readonly protocol?: readonly string[];
  readonly reply?: readonly boolean[];
  readonly source_identity?: readonly number[];
  readonly destination_identity?: readonly number[];
}

export function encodeRequest(message: FlowsRequest): Buffer {
  return Buffer.from(request.encode(request.fromObject(message)).finish());
}

export function decodeRequest(bytes: Uint8Array): FlowsRequest {
  return request.decode(bytes) as FlowsRequest;
}

export function encodeResponse(message: HubbleEvent): Buffer {
  return Buffer.from(response.encode(response.fromObject(message)).finish());
}

/** Throws where the bytes are no message. */
export function decodeResponse(bytes: Uint8Array): HubbleEvent {
  return response.decode(bytes) as HubbleEvent;
}
