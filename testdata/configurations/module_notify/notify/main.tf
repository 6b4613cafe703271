variable "name" {}
variable "webhook" { sensitive = true }
variable "channels" {
  type    = list(string)
  default = null
}
variable "levels" {
  type    = map(number)
  default = {}
}
locals {
  variables = merge(
    { LOG = "info", CHANNELS = join(",", coalesce(var.channels, ["#default"])) },
    { for name, level in var.levels : "LEVEL_${upper(name)}" => format("%03d", level) },
    length(var.levels) == 0 ? {} : { MAX = max(values(var.levels)...) },
  )
}
resource "aws_sns_topic" "this" { name = var.name }
resource "aws_lambda_function" "this" {
  function_name = var.name
  role          = "arn:aws:iam::111122223333:role/notify"
  package_type  = "Image"
  image_uri     = "111122223333.dkr.ecr.us-east-1.amazonaws.com/notify:latest"
  environment {
    variables = merge(local.variables, { URL = var.webhook })
  }
  lifecycle {
    ignore_changes = [image_uri]
  }
}
resource "aws_sns_topic_subscription" "this" {
  topic_arn     = aws_sns_topic.this.arn
  protocol      = "lambda"
  endpoint      = aws_lambda_function.this.arn
  filter_policy = jsonencode({ level = [for name in keys(var.levels) : name] })
}
output "topic" { value = aws_sns_topic.this.arn }
output "name" { value = aws_lambda_function.this.function_name }
output "variables" { value = local.variables }
