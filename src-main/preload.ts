import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { eventChannel, requestChannel } from '../src-shared/ipc/bridge.js';
import { EVENT_NAMES, REQUEST_NAMES } from '../src-shared/ipc/names.js';

// One named function a request and an event: the page never gets a channel name to choose, nor ipcRenderer itself.
// The shape is WorkbenchBridge of src-shared/ipc/bridge.ts.
const api: Record<string, Record<string, unknown>> = {};
const on: Record<string, Record<string, unknown>> = {};

for (const name of REQUEST_NAMES) {
  const [panel, member] = split(name);
  api[panel] = { ...api[panel], [member]: (payload?: unknown) => ipcRenderer.invoke(requestChannel(name), payload) };
}

for (const name of EVENT_NAMES) {
  const [panel, member] = split(name);
  on[panel] = {
    ...on[panel],
    [member]: (listener: (payload: unknown) => void) => listen(eventChannel(name), listener),
  };
}

contextBridge.exposeInMainWorld('workbench', { ...api, on });

function split(name: string): [panel: string, member: string] {
  const dot = name.indexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}

function listen(channel: string, listener: (payload: unknown) => void): () => void {
  const wrapped = (_event: IpcRendererEvent, payload: unknown): void => listener(payload);
  ipcRenderer.on(channel, wrapped);
  return () => {
    ipcRenderer.removeListener(channel, wrapped);
  };
}
