"""Fills a bucket of moto's from a folder, by Amazon's own client, and makes a user who may use it."""

import json
import os
import sys

import boto3

endpoint, bucket, folder = sys.argv[1:4]
given = dict(endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
s3 = boto3.client("s3", **given)
s3.create_bucket(Bucket=bucket)
for where, _, names in os.walk(folder):
    for name in names:
        path = os.path.join(where, name)
        s3.upload_file(path, bucket, os.path.relpath(path, folder))
for number in range(1100):
    s3.put_object(Bucket=bucket, Key=f"many files/{number}.tsv", Body=f"https://a.example/{number}.jpg\tcaption {number}\n")

iam = boto3.client("iam", **given)
iam.create_user(UserName="reader")
actions = ["s3:GetObject", "s3:ListBucket", "s3:PutObject"]
policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}
iam.put_user_policy(UserName="reader", PolicyName="read", PolicyDocument=json.dumps(policy))
key = iam.create_access_key(UserName="reader")["AccessKey"]
print(json.dumps({"accessKeyId": key["AccessKeyId"], "secretAccessKey": key["SecretAccessKey"]}))
