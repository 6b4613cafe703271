variable "name" {}
variable "aliases" { type = list(string) }
variable "config" {
  type = object({
    owners   = optional(set(string), [])
    users    = optional(set(string), [])
    spec     = optional(string, "SYMMETRIC_DEFAULT")
    usage    = optional(string)
    window   = optional(number, 30)
    rotate   = optional(bool)
    services = optional(list(object({ name = string, condition = optional(map(list(string)), {}) })), [])
    grants = optional(map(object({
      operations  = list(string)
      principal   = string
      constraints = optional(list(object({ equals = optional(map(string)), subset = optional(map(string)) })), [])
    })), {})
  })
}
data "aws_iam_policy_document" "this" {
  dynamic "statement" {
    for_each = length(var.config.owners) == 0 ? ["default"] : []
    content {
      sid       = "Default"
      actions   = ["kms:*"]
      resources = ["*"]
      principals {
        type        = "AWS"
        identifiers = ["arn:aws:iam::111122223333:root"]
      }
    }
  }
  dynamic "statement" {
    for_each = { KeyOwner = var.config.owners, KeyUsage = var.config.users }
    content {
      sid       = statement.key
      actions   = statement.key == "KeyOwner" ? ["kms:*"] : [for verb in ["Encrypt", "Decrypt", "ReEncrypt*", "GenerateDataKey*", "DescribeKey"] : "kms:${verb}"]
      resources = ["*"]
      dynamic "principals" {
        for_each = length(statement.value) > 0 ? [statement.value] : []
        content {
          type        = "AWS"
          identifiers = principals.value
        }
      }
    }
  }
}
resource "aws_kms_key" "this" {
  description              = "Key ${var.name}"
  customer_master_key_spec = var.config.spec
  key_usage                = coalesce(var.config.usage, "ENCRYPT_DECRYPT")
  enable_key_rotation      = coalesce(var.config.rotate, var.config.spec == "SYMMETRIC_DEFAULT")
  deletion_window_in_days  = var.config.window
  policy                   = data.aws_iam_policy_document.this.json
}
resource "aws_kms_alias" "this" {
  for_each      = { for alias in var.aliases : trimprefix(alias, "alias/") => alias }
  name          = startswith(each.value, "alias/") ? each.value : "alias/${each.value}"
  target_key_id = aws_kms_key.this.key_id
}
resource "aws_kms_grant" "this" {
  for_each          = var.config.grants
  name              = each.key
  key_id            = aws_kms_key.this.key_id
  grantee_principal = each.value.principal
  operations        = each.value.operations
  dynamic "constraints" {
    for_each = each.value.constraints
    content {
      encryption_context_equals = constraints.value.equals
      encryption_context_subset = constraints.value.subset
    }
  }
}
output "aliases" { value = sort(values(aws_kms_alias.this)[*].name) }
output "policy" { value = data.aws_iam_policy_document.this.json }
