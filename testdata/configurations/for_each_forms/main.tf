locals {
  users = toset(["ann", "bob", "Ünï"])
  buckets = {
    logs = { days = 30, acl = "log-delivery-write" }
    data = { days = 90, tags = { team = "data" } }
  }
  pairs = { for pair in setproduct(["a", "b"], [1, 2]) : "${pair[0]}-${pair[1]}" => { letter = pair[0], n = pair[1] } }
  grouped = { for u in ["x1", "x2", "y1"] : substr(u, 0, 1) => u... }
}

resource "aws_iam_user" "u" {
  for_each = { for u in local.users : lower(u) => u if u != "Ünï" }
  name     = each.value
  path     = "/${each.key}/"
}

resource "aws_iam_access_key" "k" {
  for_each = aws_iam_user.u
  user     = each.value.name
}

resource "aws_s3_bucket" "b" {
  for_each = local.buckets
  bucket   = "acme-${each.key}"
  tags     = merge({ days = each.value.days }, lookup(each.value, "tags", {}))
}

resource "aws_s3_bucket_lifecycle_configuration" "b" {
  for_each = { for k, b in local.buckets : k => b if can(b.tags) }
  bucket   = aws_s3_bucket.b[each.key].id
  rule {
    id     = "expire"
    status = "Enabled"
    filter {}
    expiration {
      days = each.value.days
    }
  }
}

resource "aws_ssm_parameter" "p" {
  for_each = local.pairs
  name     = "/p/${each.key}"
  type     = "String"
  value    = "${each.value.letter}${each.value.n * 10}"
}

resource "aws_ssm_parameter" "g" {
  for_each = local.grouped
  name     = "/g/${each.key}"
  type     = "StringList"
  value    = join(",", each.value)
}

resource "aws_sns_topic" "t" {
  for_each = toset([for k, v in local.buckets : k if v.days > 60])
  name     = "t-${each.key}-${each.value}"
}
