using System.Text.Json.Nodes;

namespace MarginStreams.Contracts;

/// <summary>A schema without logical types, in which amounts are plain bytes: resolution then leaves them as they are.</summary>
internal static class PlainBytes
{
    /// <summary>The schema's JSON without logical types.</summary>
    public static string Of(string json)
    {
        JsonNode root = JsonNode.Parse(json)!;
        Strip(root);
        return root.ToJsonString();
    }

    private static void Strip(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray array:
                foreach (JsonNode? item in array)
                {
                    Strip(item);
                }

                break;
            case JsonObject type:
                type.Remove("logicalType");
                foreach ((string name, JsonNode? value) in type)
                {
                    if (name is "type" or "items" or "values" or "fields")
                    {
                        Strip(value);
                    }
                }

                break;
        }
    }
}
