variable "name" {}
variable "path" { default = "/" }
variable "services" { type = list(string) }
variable "accounts" { type = list(string) }
variable "oidc" {
  type = object({ url = string, subjects = list(string), audience = optional(string, "sts.amazonaws.com") })
}
variable "max_session" { type = number }
variable "policies" { type = map(string) }
variable "statements" { type = any }

data "aws_partition" "current" {}

data "aws_iam_policy_document" "trust" {
  dynamic "statement" {
    for_each = length(var.services) > 0 ? [var.services] : []
    content {
      sid     = "Services"
      actions = ["sts:AssumeRole"]
      principals {
        type        = "Service"
        identifiers = statement.value
      }
    }
  }
  dynamic "statement" {
    for_each = var.accounts
    iterator = account
    content {
      actions = ["sts:AssumeRole", "sts:TagSession"]
      principals {
        type        = "AWS"
        identifiers = ["arn:${data.aws_partition.current.partition}:iam::${account.value}:root"]
      }
      condition {
        test     = "BoolIfExists"
        variable = "aws:MultiFactorAuthPresent"
        values   = [true]
      }
    }
  }
  dynamic "statement" {
    for_each = var.oidc[*]
    content {
      actions = ["sts:AssumeRoleWithWebIdentity"]
      principals {
        type        = "Federated"
        identifiers = ["arn:${data.aws_partition.current.partition}:iam::111122223333:oidc-provider/${statement.value.url}"]
      }
      dynamic "condition" {
        for_each = { aud = [statement.value.audience], sub = statement.value.subjects }
        content {
          test     = condition.key == "sub" ? "StringLike" : "StringEquals"
          variable = "${statement.value.url}:${condition.key}"
          values   = condition.value
        }
      }
    }
  }
}
data "aws_iam_policy_document" "inline" {
  count = length(var.statements) > 0 ? 1 : 0
  dynamic "statement" {
    for_each = var.statements
    content {
      sid         = lookup(statement.value, "sid", null)
      effect      = lookup(statement.value, "effect", null)
      actions     = lookup(statement.value, "actions", null)
      not_actions = try(statement.value.not_actions, null)
      resources   = statement.value.resources
      dynamic "condition" {
        for_each = lookup(statement.value, "conditions", [])
        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }
}
resource "aws_iam_role" "this" {
  name                 = var.name
  path                 = var.path
  max_session_duration = var.max_session
  assume_role_policy   = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role_policy" "inline" {
  count  = length(data.aws_iam_policy_document.inline)
  name   = "${var.name}-inline"
  role   = aws_iam_role.this.name
  policy = data.aws_iam_policy_document.inline[count.index].json
}
resource "aws_iam_role_policy_attachment" "this" {
  for_each   = var.policies
  role       = aws_iam_role.this.name
  policy_arn = each.value
}
output "trust" { value = jsondecode(data.aws_iam_policy_document.trust.json).Statement[*].Action }
