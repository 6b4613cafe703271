variable "function_name" { type = string }
variable "settings" {
  type = object({
    memory        = optional(number, 128)
    timeout       = optional(number, 3)
    architectures = optional(list(string))
    publish       = optional(bool)
    variables     = optional(map(string), {})
    dead_letter   = optional(object({ arn = string }))
    tracing       = optional(string, "PassThrough")
  })
}
variable "layers" {
  type    = list(string)
  default = null
}
variable "triggers" {
  type    = map(any)
  default = {}
}
resource "aws_lambda_function" "this" {
  function_name    = var.function_name
  description      = title(replace(var.function_name, "-", " "))
  role             = aws_iam_role.this.arn
  handler          = "index.handler"
  runtime          = "python3.12"
  filename         = "${path.root}/layer.zip"
  source_code_hash = filebase64sha256("${path.root}/layer.zip")
  memory_size      = var.settings.memory
  timeout          = var.settings.timeout
  publish          = var.settings.publish
  layers           = var.layers
  architectures    = var.settings.architectures
  dynamic "environment" {
    for_each = length(keys(var.settings.variables)) == 0 ? [] : [true]
    content {
      variables = var.settings.variables
    }
  }
  dynamic "dead_letter_config" {
    for_each = var.settings.dead_letter == null ? [] : [true]
    content {
      target_arn = var.settings.dead_letter.arn
    }
  }
  dynamic "tracing_config" {
    for_each = var.settings.tracing == null ? [] : [true]
    content {
      mode = var.settings.tracing
    }
  }
}
resource "aws_iam_role" "this" {
  name               = substr("${var.function_name}-execution", 0, 12)
  assume_role_policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        { "Effect": "Allow", "Principal": { "Service": "lambda.amazonaws.com" }, "Action": "sts:AssumeRole" }
      ]
    }
  EOT
}
resource "aws_lambda_permission" "trigger" {
  for_each       = { for name, trigger in var.triggers : name => trigger }
  function_name  = aws_lambda_function.this.function_name
  statement_id   = try(each.value.statement_id, each.key)
  action         = try(each.value.action, "lambda:InvokeFunction")
  principal      = try(each.value.principal, format("%s.amazonaws.com", try(each.value.service, "")))
  source_arn     = try(each.value.source_arn, null)
  source_account = try(each.value.account, null)
}
output "environment" { value = one(aws_lambda_function.this.environment[*].variables) }
