locals {
  key = aws_kms_key.k.arn
}

resource "aws_kms_key" "k" {}

resource "aws_ebs_volume" "v" {
  for_each          = toset(["a", "b"])
  availability_zone = "us-east-1a"
  size              = 8
  kms_key_id        = local.key
}

resource "aws_volume_attachment" "each_value" {
  for_each    = aws_ebs_volume.v
  device_name = "/dev/sdf"
  volume_id   = each.value.id
  instance_id = aws_instance.i[0].id
}

resource "aws_volume_attachment" "each_key" {
  for_each    = toset(["a", "b"])
  device_name = "/dev/sdg"
  volume_id   = aws_ebs_volume.v[each.key].id
  instance_id = aws_instance.i[1].id
}

resource "aws_instance" "i" {
  count                  = 2
  ami                    = "ami-12345678"
  instance_type          = "t3.micro"
  vpc_security_group_ids = [aws_security_group.g.id]

  root_block_device {
    volume_size = 10
  }
}

resource "aws_eip" "e" {
  count    = 2
  instance = aws_instance.i[count.index].id
}

resource "aws_security_group" "g" {
  name = "g"

  ingress {
    from_port       = 22
    to_port         = 22
    protocol        = "tcp"
    cidr_blocks     = ["0.0.0.0/0"]
    security_groups = [aws_security_group.h.id]
  }

  dynamic "egress" {
    for_each = [1]
    content {
      from_port   = 0
      to_port     = 0
      protocol    = -1
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}

resource "aws_security_group" "h" {
  name = "h"
}

resource "aws_subnet" "s" {
  count      = 2
  vpc_id     = aws_vpc.v.id
  cidr_block = cidrsubnet("10.0.0.0/16", 8, count.index)
}

resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_db_subnet_group" "splat" {
  name       = "splat"
  subnet_ids = aws_subnet.s[*].id
}

resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = aws_iam_role.r.arn
  handler       = "x.y"
  runtime       = "python3.12"
  filename      = "main.tf"
  kms_key_arn   = local.key

  vpc_config {
    subnet_ids         = [aws_subnet.s[0].id, aws_subnet.s[1].id]
    security_group_ids = [aws_security_group.g.id]
  }

  environment {
    variables = {
      TOPIC = aws_sns_topic.t["x"].arn
      FIXED = "1"
    }
  }
}

resource "aws_iam_role" "r" {
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["*"]
    resources = [aws_kms_key.k.arn, "${aws_kms_key.k.arn}/x"]
  }
}

data "aws_iam_policy_document" "e" {
  source_policy_documents = [data.aws_iam_policy_document.d.json]
}

resource "aws_iam_policy" "p" {
  policy = data.aws_iam_policy_document.d.json
}

resource "aws_iam_policy" "q" {
  policy = data.aws_iam_policy_document.e.json
}

resource "aws_iam_policy" "encoded" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = aws_kms_key.k.arn }]
  })
}

module "m" {
  source    = "./bucket"
  for_each  = toset(["x", "y"])
  providers = { aws = aws.eu }
  key       = aws_kms_key.k.arn
  name      = "bkt-${each.key}"
}

resource "aws_sns_topic" "t" {
  for_each          = module.m
  name              = "t-${each.key}"
  kms_master_key_id = each.value.key
}

resource "aws_s3_bucket_public_access_block" "b" {
  bucket              = module.m["x"].id
  block_public_acls   = true
  block_public_policy = true
}
