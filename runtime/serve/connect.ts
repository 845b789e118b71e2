import type { Catalogue } from "../catalogue.ts";

/** How to reach a server, in the words of the clients people use. */
export function connectionHelp(origin: string, catalogues: Iterable<Catalogue>): string {
  const [first, ...others] = [...catalogues];
  if (!first) return "";
  const url = (name: string): string => `${origin}/${name}/mcp`;
  const { name } = first;
  const list = [first, ...others]
    .map((catalogue) => `  ${url(catalogue.name)}  ${catalogue.advertised.length} tools`)
    .join("\n");
  return `Serving MCP:
${list}

curl            curl -s ${url(name)} -H 'content-type: application/json' \\
                  -H 'accept: application/json, text/event-stream' \\
                  -d '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'
MCP Inspector   npx @modelcontextprotocol/inspector --transport http --server-url ${url(name)}
Claude Code     claude mcp add --transport http ${name} ${url(name)}
Claude Desktop  {"mcpServers":{"${name}":{"command":"npx","args":["-y","mcp-remote","${url(name)}"]}}}
VS Code         code --add-mcp '{"name":"${name}","type":"http","url":"${url(name)}"}'
`;
}
