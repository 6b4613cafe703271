variable "rules" {
  default = {
    hourly  = { schedule = "rate(1 hour)", targets = [{ name = "fn", arn = "arn:aws:lambda:us-east-1:111122223333:function:f", input = { a = [1, 2], nested = { b = null } } }] }
    deletes = { pattern = { source = ["aws.s3"], detail = { eventName = ["DeleteBucket", { prefix = "Put" }] } }, state = "DISABLED", targets = [{ name = "queue", arn = "arn:aws:sqs:us-east-1:111122223333:q", dlq = "arn:aws:sqs:us-east-1:111122223333:d" }, { name = "transform", arn = "arn:aws:sns:us-east-1:111122223333:t", transformer = { paths = { bucket = "$.detail.name" }, template = "\"<bucket> gone\"" } }] }
  }
  type = any
}
locals {
  targets = flatten([for rule, config in var.rules : [for index, target in config.targets : merge({ input = null, dlq = null }, target, { rule = rule, order = index })]])
}
resource "aws_cloudwatch_event_rule" "this" {
  for_each            = var.rules
  name                = each.key
  schedule_expression = lookup(each.value, "schedule", null)
  event_pattern       = can(each.value.pattern) ? jsonencode(each.value.pattern) : null
  state               = try(each.value.state, "ENABLED")
}
resource "aws_cloudwatch_event_target" "this" {
  for_each  = { for target in local.targets : "${target.rule}:${target.name}" => target }
  rule      = aws_cloudwatch_event_rule.this[each.value.rule].name
  target_id = replace(title(replace("${each.value.rule}-${each.value.name}", "-", " ")), " ", "")
  arn       = each.value.arn
  input     = each.value.input == null ? null : jsonencode(each.value.input)
  dynamic "dead_letter_config" {
    for_each = each.value.dlq[*]
    content { arn = dead_letter_config.value }
  }
  dynamic "input_transformer" {
    for_each = lookup(each.value, "transformer", null) == null ? [] : [each.value.transformer]
    content {
      input_paths    = input_transformer.value.paths
      input_template = chomp(input_transformer.value.template)
    }
  }
}
resource "aws_ssm_parameter" "flow" {
  name = "flow"
  type = "String"
  value = templatefile("${path.module}/flow.json.tftpl", {
    steps   = ["First", "Second", "Third"]
    lambda  = "arn:aws:lambda:us-east-1:111122223333:function:f"
    retries = { "States.Timeout" = 2, "States.ALL" = 1 }
  })
}
output "order" { value = [for target in local.targets : "${target.order}-${target.name}"] }
