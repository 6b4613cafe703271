variable "with-dash" { default = { "key with space" = 1, "a.b" = { "c/d" = [1, { "e\"f" = "g" }] }, "日本" = "語" } }
locals {
  _under    = var.with-dash["key with space"]
  if        = { "for" = "for", in = "in", null = "n", true = "t" }
  dashed-1  = var.with-dash["a.b"]["c/d"][1]["e\"f"]
  any       = [local.if.for, local.if["in"], local.if.null, local.if.true]
  numeric   = { 1 = "one", 2.5 = "two and a half", (1 + 2) = "three", true = "yes", "${"x"}y" = "xy" }
}
resource "aws_sqs_queue" "this-is_it" {
  for_each = { "a b" = 1, "c\"d" = 2, "e/f" = 3, "日本" = 4, "x.y[0]" = 5, "$${z}" = 6, "tab\t" = 7 }
  name     = "q${each.value}"
  tags     = { (each.key) = each.key }
}
module "for" {
  source   = "./m"
  for_each = toset(["in \"quotes\"", "plain"])
  in       = each.value
}
output "outputs" {
  value = [local._under, local.dashed-1, local.any, local.numeric, aws_sqs_queue.this-is_it["a b"].name, aws_sqs_queue.this-is_it["x.y[0]"].tags["x.y[0]"], module.for["plain"].out]
}
output "keys" { value = sort(keys(aws_sqs_queue.this-is_it)) }
output "unicode" { value = [length("日本語"), upper("ñ"), substr("日本語", 1, 1), strrev("e\u0301a"), title("über all"), "\u65e5", length("👍🏽")] }
