locals {
  config = yamldecode(file("${path.module}/roles.yaml"))
  roles  = { for r in local.config.roles : r.name => r }
  attachments = merge([
    for name, r in local.roles : {
      for p in try(r.policies, []) : "${name}:${basename(p)}" => { role = name, arn = p }
    }
  ]...)
  csv = csvdecode(file("${path.module}/users.csv"))
}

resource "aws_iam_role" "r" {
  for_each             = local.roles
  name                 = each.key
  max_session_duration = try(each.value.hours, 1) * 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [for s in lookup(each.value, "services", []) : { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "${s}.amazonaws.com" } }],
      can(each.value.mfa) ? [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "*" }, Condition = { Bool = { "aws:MultiFactorAuthPresent" = each.value.mfa } } }] : [],
    )
  })
}

resource "aws_iam_role_policy_attachment" "a" {
  for_each   = local.attachments
  role       = aws_iam_role.r[each.value.role].name
  policy_arn = each.value.arn
}

resource "aws_iam_user" "u" {
  for_each = { for row in local.csv : row.name => row }
  name     = each.key
  tags     = { for k, v in each.value : k => v if v != "" }
}
