resource "aws_s3_bucket" "ends" {
  bucket = "example-ends"
}

resource "aws_s3_bucket_policy" "ends" {
  bucket = aws_s3_bucket.ends.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::example-ends", "arn:aws:s3:::example-ends/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket" "kept" {
  bucket = "example-kept"
}

resource "aws_s3_bucket_policy" "kept" {
  bucket = aws_s3_bucket.kept.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::example-kept", "arn:aws:s3:::example-kept/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket" "goes" {
  bucket = "example-goes"
}

resource "aws_s3_bucket_policy" "goes" {
  bucket = aws_s3_bucket.goes.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::example-goes", "arn:aws:s3:::example-goes/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket" "inline" {
  bucket = "example-inline"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::example-inline", "arn:aws:s3:::example-inline/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket_policy" "inline" {
  bucket = aws_s3_bucket.inline.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::example-inline", "arn:aws:s3:::example-inline/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket_logging" "ends" {
  bucket        = aws_s3_bucket.ends.id
  target_bucket = "example-logs"
  target_prefix = "ends/"
}

resource "aws_s3_bucket_logging" "kept" {
  bucket        = aws_s3_bucket.kept.id
  target_bucket = "example-logs"
  target_prefix = "kept/"
}

resource "aws_s3_bucket_versioning" "ends" {
  bucket = aws_s3_bucket.ends.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_versioning" "kept" {
  bucket = aws_s3_bucket.kept.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "ends" {
  bucket = aws_s3_bucket.ends.id
  rule {
    id     = "old"
    status = "Enabled"
    filter {}
    expiration {
      days = 90
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "kept" {
  bucket = aws_s3_bucket.kept.id
  rule {
    id     = "old"
    status = "Enabled"
    filter {}
    expiration {
      days = 90
    }
  }
}

resource "aws_s3_bucket" "stops" {
  bucket = "example-stops"
}

resource "aws_s3_bucket_versioning" "stops" {
  bucket = aws_s3_bucket.stops.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_security_group" "narrowed" {
  name        = "narrowed"
  description = "narrowed"
}

resource "aws_security_group" "wide" {
  name        = "wide"
  description = "wide"
}

resource "aws_security_group" "elsewhere" {
  name        = "elsewhere"
  description = "elsewhere"
}

resource "aws_security_group" "forgotten" {
  name        = "forgotten"
  description = "forgotten"
}

resource "aws_vpc_security_group_ingress_rule" "narrowed" {
  security_group_id = aws_security_group.narrowed.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
}

resource "aws_vpc_security_group_ingress_rule" "wide" {
  security_group_id = aws_security_group.wide.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
}

resource "aws_vpc_security_group_ingress_rule" "elsewhere" {
  security_group_id = aws_security_group.elsewhere.id
  cidr_ipv4         = "10.0.0.0/8"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_ingress_rule" "forgotten" {
  security_group_id = aws_security_group.forgotten.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
}

resource "aws_iam_role" "app" {
  name = "app"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "app" {
  name = "decrypt"
  role = aws_iam_role.app.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "kms:Decrypt", Resource = "*" }]
  })
}

resource "aws_s3_bucket" "listed" {
  bucket = "example-listed"
  acl    = "public-read"
}

resource "aws_s3_bucket" "granted" {
  bucket = "example-granted"
  acl    = "private"
}

resource "aws_elb" "web" {
  name    = "web"
  subnets = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]

  listener {
    instance_port     = 80
    instance_protocol = "http"
    lb_port           = 80
    lb_protocol       = "http"
  }
}

resource "aws_autoscaling_group" "web" {
  name                 = "web"
  launch_configuration = "web"
  min_size             = 1
  max_size             = 2
  vpc_zone_identifier  = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
}

resource "aws_iam_role" "moves" {
  name = "moves"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  inline_policy {
    name = "keys"
    policy = jsonencode({
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = "kms:Decrypt", Resource = "*" }]
    })
  }
}
