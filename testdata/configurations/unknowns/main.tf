resource "terraform_data" "x" {
  input = "v"
}

resource "aws_kms_key" "k" {
  description = "key"
}

locals {
  maybe = terraform_data.x.output == "v"
  list  = ["a", terraform_data.x.output, "c"]
}

resource "aws_ebs_volume" "v" {
  availability_zone = "us-east-1a"
  size              = length(local.list)
  encrypted         = true
  kms_key_id        = aws_kms_key.k.arn
  tags = {
    first  = local.list[0]
    second = local.list[1]
    third  = local.list[2]
    cond   = local.maybe ? "yes" : "no"
    same   = local.maybe ? "same" : "same"
    or     = tostring(local.maybe || true)
    str    = "x-${terraform_data.x.id}"
  }
}

resource "aws_sqs_queue" "q" {
  name = "q"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:*", Resource = aws_kms_key.k.arn }]
  })
}

data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["kms:*"]
    resources = [aws_kms_key.k.arn, "arn:aws:kms:us-east-1:123456789012:key/1"]
  }
}

resource "aws_iam_policy" "p" {
  name   = "p"
  policy = data.aws_iam_policy_document.d.json
}

resource "aws_security_group" "s" {
  name = "s"
  dynamic "ingress" {
    for_each = local.maybe ? [1] : []
    content {
      from_port = 22
      to_port   = 22
      protocol  = "tcp"
    }
  }
}

resource "aws_security_group_rule" "r" {
  for_each                 = { a = aws_security_group.s.id, b = "sg-12345678" }
  type                     = "ingress"
  from_port                = 1
  to_port                  = 2
  protocol                 = "tcp"
  security_group_id        = each.value
  source_security_group_id = aws_security_group.s.id
}
