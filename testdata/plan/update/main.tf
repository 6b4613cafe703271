resource "aws_kms_key" "stays" {
  description         = "stays"
  enable_key_rotation = true
}

resource "aws_s3_bucket" "data" {
  bucket = "tfmend-data"
  tags   = { team = "x" }
}

resource "aws_s3_bucket_versioning" "data" {
  bucket = aws_s3_bucket.data.id
  versioning_configuration {
    status = "Suspended"
  }
}

resource "aws_ebs_volume" "replaced" {
  availability_zone = "us-east-1a"
  size              = 8
  encrypted         = true
  kms_key_id        = aws_kms_key.stays.arn

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_ebs_volume" "listed" {
  for_each          = toset(["a", "b"])
  availability_zone = "us-east-1a"
  size              = 8
}

moved {
  from = aws_ebs_volume.listed[0]
  to   = aws_ebs_volume.listed["a"]
}

resource "aws_sqs_queue" "new_name" {
  name = "moved"
}

moved {
  from = aws_sqs_queue.old_name
  to   = aws_sqs_queue.new_name
}

removed {
  from = aws_sqs_queue.forgotten
  lifecycle {
    destroy = false
  }
}

resource "aws_iam_user" "u" {
  name = "u"
}

resource "aws_iam_access_key" "k" {
  user = aws_iam_user.u.name
}

resource "aws_sns_topic" "t" {
  name              = "t"
  kms_master_key_id = aws_kms_key.stays.id
}

data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["sqs:*"]
    resources = [aws_sqs_queue.new_name.arn]
  }
}

data "aws_sqs_queue" "new" {
  name = aws_sqs_queue.new_name.name
}

import {
  to = aws_s3_bucket.imported
  id = "tfmend-imported"
}

resource "aws_s3_bucket" "imported" {
  bucket = "tfmend-imported"
}
