export * from "@fluent/langneg";
